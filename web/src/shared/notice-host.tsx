import { useEffect } from "react";
import styles from "./notice-host.module.css";
import { dismissNotice, type Notice, useAnnouncement, useNotices } from "./notices";

/** Shows the notices and contains the live region. Rendered once, in the shell. */
export function NoticeHost() {
  const notices = useNotices();
  const announcement = useAnnouncement();
  return (
    <>
      <div className={styles["host"]} role="region" aria-label="Notifications">
        {notices.map((notice) => (
          <NoticeBar key={notice.id} notice={notice} />
        ))}
      </div>
      <div className="visually-hidden" role="status" aria-live="polite" data-testid="live-region">
        {announcement}
      </div>
    </>
  );
}

function NoticeBar({ notice }: { notice: Notice }) {
  const { id, durationMs, text, tone, action, isSilent } = notice;
  useEffect(() => {
    const timer = setTimeout(() => dismissNotice(id), durationMs);
    return () => clearTimeout(timer);
  }, [id, durationMs]);
  return (
    <div
      className={`${styles["notice"]} ${tone === "error" ? styles["error"] : ""}`}
      role={isSilent ? undefined : tone === "error" ? "alert" : "status"}
    >
      <span className={styles["text"]}>{text}</span>
      {action && (
        <button
          type="button"
          className={styles["action"]}
          onClick={() => {
            dismissNotice(id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
    </div>
  );
}
