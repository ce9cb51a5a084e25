/** One WebSocket that is always there: authenticates, resumes, renews its token, and comes back when it is lost. */
import type { OrderEvent } from "@/api/types";
import { backoff } from "./backoff";

/** What the server says. */
type Frame =
  | { type: "ready"; cursor: string }
  | { type: "event"; cursor: string; event: OrderEvent }
  | { type: "resync" }
  | { type: "pong" };

export interface FeedListener {
  event: (event: OrderEvent) => void;
  /** The connection is good; what was missed follows at once. */
  ready: (first: boolean) => void;
  /** History cannot be replayed: fetch everything again. */
  resync: () => void;
  /** The connection is lost, for the `attempts`-th time in a row. */
  lost: (attempts: number) => void;
  /** The server does not take the token (any more), and says why. */
  refused?: (why: string) => void;
}

export interface FeedDeps {
  url: () => string;
  /** A token that is good for at least so long, or none when nobody is logged in. */
  token: (marginMs: number) => Promise<string | null>;
  /** When the present token ends, by this machine's clock. */
  expiresAt: () => number;
  connect?: (url: string) => WebSocket;
  random?: () => number;
}

export interface Feed {
  stop: () => void;
  /** Tries again at once, if it waits to. */
  retryNow: () => void;
  /** The network is gone: what is connected is not, though nobody has noticed yet. */
  drop: () => void;
}

/** What the server closes with when it does not take the token (any more). */
const NOT_TAKEN = 1008;
/** The token is renewed so long before it ends. */
const RENEW_BEFORE_MS = 90_000;
/** A connection that is not ready by then is given up. */
const READY_WITHIN_MS = 8_000;
/** After so long without a word the server is asked whether it is there: a line that is cut looks like a quiet one. */
const QUIET_MS = 20_000;
/** It is not, if it has said nothing by then. */
const ANSWER_WITHIN_MS = 10_000;

export function connect(listener: FeedListener, around: FeedDeps): Feed {
  const connect = around.connect ?? ((url: string) => new WebSocket(url));
  let socket: WebSocket | null = null;
  let cursor: string | null = null;
  let attempts = 0;
  let stopped = false;
  let refused = false;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;

  function lose(from: WebSocket | null) {
    if (stopped || from !== socket) return;
    socket = null;
    clearTimeout(renewal);
    clearTimeout(patience);
    clearTimeout(silence);
    clearTimeout(waiting);
    attempts += 1;
    waiting = setTimeout(() => void begin(), backoff(attempts - 1, around.random));
    listener.lost(attempts);
  }

  async function begin() {
    clearTimeout(waiting);
    waiting = undefined;
    // One that was refused may have long to go: another may do.
    const token = await around.token(refused ? Infinity : 30_000).catch(() => undefined);
    if (stopped || socket) return;
    if (token === null) return; // logged out: whoever started this will stop it
    if (token === undefined) return lose(null);
    refused = false;
    const mine = connect(around.url());
    socket = mine;
    patience = setTimeout(() => abandon(mine), READY_WITHIN_MS);
    mine.addEventListener("open", () => {
      mine.send(JSON.stringify({ type: "auth", token, ...(cursor === null ? {} : { since: cursor }) }));
    });
    mine.addEventListener("message", ({ data }: MessageEvent<string>) => {
      if (mine !== socket) return;
      const frame = JSON.parse(data) as Frame;
      listenFor(mine);
      if (frame.type === "resync") return listener.resync();
      if (frame.type === "event") {
        cursor = frame.cursor;
        return listener.event(frame.event);
      }
      // A word of a newer server is none for this page.
      if (frame.type !== "ready") return undefined;
      const first = cursor === null;
      cursor = frame.cursor;
      attempts = 0;
      clearTimeout(patience);
      listener.ready(first);
      return scheduleRenewal();
    });
    mine.addEventListener("close", ({ code, reason }) => {
      if (stopped || mine !== socket) return;
      refused = code === NOT_TAKEN;
      if (refused) listener.refused?.(reason);
      lose(mine);
    });
  }

  /** It has just spoken. */
  function listenFor(mine: WebSocket) {
    clearTimeout(silence);
    silence = setTimeout(() => {
      mine.send(JSON.stringify({ type: "ping" }));
      silence = setTimeout(() => abandon(mine), ANSWER_WITHIN_MS);
    }, QUIET_MS);
  }

  function scheduleRenewal() {
    clearTimeout(renewal);
    const wait = Math.max(1_000, around.expiresAt() - Date.now() - RENEW_BEFORE_MS);
    renewal = setTimeout(() => void renew(socket), wait);
  }

  async function renew(mine: WebSocket | null) {
    const token = await around.token(RENEW_BEFORE_MS + 5_000).catch(() => null);
    if (stopped || mine === null || mine !== socket) return;
    if (token !== null) mine.send(JSON.stringify({ type: "auth", token }));
    // A token that could not be had is tried for again; the server closes when the old one ends.
    scheduleRenewal();
  }

  function abandon(mine: WebSocket) {
    mine.close();
    lose(mine);
  }

  void begin();
  return {
    stop() {
      stopped = true;
      clearTimeout(waiting);
      clearTimeout(renewal);
      clearTimeout(patience);
      clearTimeout(silence);
      socket?.close();
      socket = null;
    },
    retryNow() {
      if (!socket && waiting !== undefined) void begin();
    },
    drop() {
      if (socket) abandon(socket);
    },
  };
}
