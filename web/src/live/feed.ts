/** The WebSocket of the live feed: authenticates, resumes at the last cursor, refreshes its token, and reconnects. */
import type { OrderEvent } from "@/api/types";
import { backoff } from "./backoff";

type ServerMessage =
  | { type: "ready"; cursor: string }
  | { type: "event"; cursor: string; event: OrderEvent }
  | { type: "resync" }
  | { type: "pong" };

export interface FeedListener {
  onEvent: (event: OrderEvent) => void;
  /** The connection is established. The server now sends the missed events. */
  onReady: (isFirst: boolean) => void;
  /** The server cannot replay the missed events: fetch all data again. */
  onResync: () => void;
  /** The connection was lost. `attempts` counts consecutive failures. */
  onLost: (attempts: number) => void;
  /** The server rejected the token. */
  onRejected?: (reason: string) => void;
}

interface FeedDeps {
  getUrl: () => string;
  /** Returns a token that is valid for at least `minValidityMs`, or `null` when logged out. */
  getToken: (minValidityMs: number) => Promise<string | null>;
  /** Returns the expiry of the current token by this machine's clock, in milliseconds. */
  getExpiresAt: () => number;
  openSocket?: (url: string) => WebSocket;
  random?: () => number;
}

export interface Feed {
  stop: () => void;
  /** Reconnects immediately if it is waiting for the next attempt. */
  retryNow: () => void;
  /**
   * Checks the connection with a ping. Called when the device may have slept or changed its network, after which a
   * connection can be dead without a notice. Without a connection, reconnects immediately.
   */
  checkNow: () => void;
  /** Drops the connection. Called when the network is gone, which the socket notices only later. */
  disconnect: () => void;
}

/** The close code for a rejected token. */
const POLICY_VIOLATION = 1008;
/** The token is refreshed this long before it expires. */
const REFRESH_MARGIN_MS = 90_000;
const MIN_TOKEN_VALIDITY_MS = 30_000;
/** Maximum time from the connection attempt to the `ready` message. */
const READY_TIMEOUT_MS = 8_000;
/** Time without a message after which the client sends a ping. A dead connection looks like a quiet one. */
const PING_AFTER_MS = 20_000;
/** Maximum time from the ping to the next message. */
const PONG_TIMEOUT_MS = 10_000;
/** Maximum time from the ping of `checkNow` to the next message. */
const CHECK_TIMEOUT_MS = 3_000;

type Timer = ReturnType<typeof setTimeout>;

/** Connects to the feed and stays connected until `stop` is called. */
export function connect(listener: FeedListener, deps: FeedDeps): Feed {
  const connection = new FeedConnection(listener, deps);
  void connection.open();
  return connection;
}

class FeedConnection implements Feed {
  private readonly listener: FeedListener;
  private readonly deps: FeedDeps;
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private attempts = 0;
  private isStopped = false;
  private isTokenRejected = false;
  /** The server has sent `ready` on the current connection. */
  private isReady = false;
  /** The ping of `checkNow` is not answered yet. */
  private isChecking = false;
  private reconnectTimer: Timer | undefined;
  private refreshTimer: Timer | undefined;
  private readyTimer: Timer | undefined;
  private pingTimer: Timer | undefined;

  constructor(listener: FeedListener, deps: FeedDeps) {
    this.listener = listener;
    this.deps = deps;
  }

  async open() {
    clearTimeout(this.reconnectTimer);
    this.reconnectTimer = undefined;
    // A rejected token may still be valid for long: demand a new one.
    const minValidityMs = this.isTokenRejected ? Infinity : MIN_TOKEN_VALIDITY_MS;
    const token = await this.deps.getToken(minValidityMs).catch(() => undefined);
    if (this.isStopped || this.socket) return;
    if (token === null) return; // logged out: the owner stops the feed
    if (token === undefined) {
      this.scheduleReconnect(null);
      return;
    }
    this.isTokenRejected = false;
    const socket = this.deps.openSocket?.(this.deps.getUrl()) ?? new WebSocket(this.deps.getUrl());
    this.socket = socket;
    this.readyTimer = setTimeout(() => this.closeAndReconnect(socket), READY_TIMEOUT_MS);
    socket.addEventListener("open", () => {
      const since = this.cursor === null ? {} : { since: this.cursor };
      socket.send(JSON.stringify({ type: "auth", token, ...since }));
    });
    socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
      if (socket === this.socket) this.handleMessage(socket, JSON.parse(data) as ServerMessage);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.isStopped || socket !== this.socket) return;
      this.isTokenRejected = code === POLICY_VIOLATION;
      if (this.isTokenRejected) this.listener.onRejected?.(reason);
      this.scheduleReconnect(socket);
    });
  }

  stop() {
    this.isStopped = true;
    this.clearTimers();
    this.socket?.close();
    this.socket = null;
  }

  retryNow() {
    if (!this.socket && this.reconnectTimer !== undefined) void this.open();
  }

  checkNow() {
    this.retryNow();
    // Before `ready`, its own timeout applies.
    if (!this.socket || !this.isReady || this.isChecking) return;
    this.isChecking = true;
    this.ping(this.socket, CHECK_TIMEOUT_MS);
  }

  disconnect() {
    if (this.socket) this.closeAndReconnect(this.socket);
  }

  private handleMessage(socket: WebSocket, message: ServerMessage) {
    this.isChecking = false;
    this.schedulePing(socket);
    switch (message.type) {
      case "resync":
        this.listener.onResync();
        break;
      case "event":
        this.cursor = message.cursor;
        this.listener.onEvent(message.event);
        break;
      case "ready": {
        const isFirst = this.cursor === null;
        this.cursor = message.cursor;
        this.attempts = 0;
        this.isReady = true;
        clearTimeout(this.readyTimer);
        this.listener.onReady(isFirst);
        this.scheduleTokenRefresh();
        break;
      }
      default:
      // `pong`, or a message type of a newer server.
    }
  }

  private closeAndReconnect(socket: WebSocket) {
    socket.close();
    this.scheduleReconnect(socket);
  }

  private scheduleReconnect(lostSocket: WebSocket | null) {
    if (this.isStopped || lostSocket !== this.socket) return;
    this.socket = null;
    this.isReady = false;
    this.isChecking = false;
    this.clearTimers();
    this.attempts += 1;
    this.reconnectTimer = setTimeout(() => void this.open(), backoff(this.attempts - 1, this.deps.random));
    this.listener.onLost(this.attempts);
  }

  private schedulePing(socket: WebSocket) {
    clearTimeout(this.pingTimer);
    this.pingTimer = setTimeout(() => this.ping(socket, PONG_TIMEOUT_MS), PING_AFTER_MS);
  }

  private ping(socket: WebSocket, timeoutMs: number) {
    clearTimeout(this.pingTimer);
    socket.send(JSON.stringify({ type: "ping" }));
    this.pingTimer = setTimeout(() => this.closeAndReconnect(socket), timeoutMs);
  }

  private scheduleTokenRefresh() {
    clearTimeout(this.refreshTimer);
    const delay = Math.max(1_000, this.deps.getExpiresAt() - Date.now() - REFRESH_MARGIN_MS);
    this.refreshTimer = setTimeout(() => void this.refreshToken(this.socket), delay);
  }

  private async refreshToken(socket: WebSocket | null) {
    const token = await this.deps.getToken(REFRESH_MARGIN_MS + 5_000).catch(() => null);
    if (this.isStopped || socket === null || socket !== this.socket) return;
    if (token !== null) socket.send(JSON.stringify({ type: "auth", token }));
    // After a failure, this tries again; the server closes the connection when the old token expires.
    this.scheduleTokenRefresh();
  }

  private clearTimers() {
    clearTimeout(this.reconnectTimer);
    clearTimeout(this.refreshTimer);
    clearTimeout(this.readyTimer);
    clearTimeout(this.pingTimer);
  }
}
