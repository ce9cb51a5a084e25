import { useEffect } from "react";
import styles from "./notice-host.module.css";
import { dismissNotice, type Notice, useAnnouncement, useNotices } from "./notices";

/** Where notices appear, and where screen readers hear of news. Once, in the shell. */
export function NoticeHost() {
  const notices = useNotices();
  const told = useAnnouncement();
  return (
    <>
      <div className={styles["host"]} role="region" aria-label="Notices">
        {notices.map((notice) => (
          <NoticeBar key={notice.id} notice={notice} />
        ))}
      </div>
      <div className="unseen" role="status" aria-live="polite" data-testid="live-region">
        {told}
      </div>
    </>
  );
}

function NoticeBar({ notice }: { notice: Notice }) {
  const { id, ms, text, tone, action, silent } = notice;
  useEffect(() => {
    const timer = setTimeout(() => dismissNotice(id), ms);
    return () => clearTimeout(timer);
  }, [id, ms]);
  return (
    <div
      className={`${styles["notice"]} ${tone === "bad" ? styles["bad"] : ""}`}
      role={silent ? undefined : tone === "bad" ? "alert" : "status"}
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
