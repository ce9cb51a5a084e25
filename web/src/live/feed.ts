/**
 * The WebSocket of the live feed: authenticates, resumes at the last cursor, refreshes its token, subscribes to menus, and
 * reconnects.
 */
import type { Business, Item, OrderEvent } from "@/api/types";
import { backoff } from "./backoff";

/** A menu, or a change to it. */
export interface MenuMessage {
  business_id: string;
  /** Whether the update replaces the known menu. `true` only in the first message of the update. */
  complete: boolean;
  /** Whether the next message about this menu contains further items of the same update. */
  more: boolean;
  /** The settings of the business, if they changed or the message is `complete`. */
  business: Business | null;
  /** The items that were added or changed, or those of a complete menu. */
  items: Item[];
  /** The ids of the items that were removed. */
  removed: string[];
}

type ServerMessage =
  | { type: "ready"; cursor: string }
  | { type: "event"; cursor: string; event: OrderEvent }
  | { type: "resync" }
  | ({ type: "menu" } & MenuMessage)
  | { type: "pong" };

export interface FeedListener {
  onEvent: (event: OrderEvent) => void;
  /** The connection is established, and the server now sends the missed events. `isFirst`: there was no connection before. */
  onReady: (isFirst: boolean) => void;
  /** The server cannot replay the missed events: fetch all data again. */
  onResync: () => void;
  onMenu?: (message: MenuMessage) => void;
  /** The connection was lost or could not be established. `attempts` counts consecutive failures. */
  onLost: (attempts: number) => void;
  /**
   * The server closed the connection of an account: the token or a message was rejected, or the account was
   * deactivated. Not called if a server of an older version rejects a subscription to a menu.
   */
  onRejected?: (reason: string) => void;
}

interface FeedDeps {
  getUrl: () => string;
  /**
   * Returns a token that is valid for at least `minValidityMs`, or `null` when logged out. A feed without this function has no
   * account and receives only menus.
   */
  getToken?: (minValidityMs: number) => Promise<string | null>;
  /** Returns the expiry of the current token by this machine's clock, in milliseconds. */
  getExpiresAt?: () => number;
  /** Returns the ids of the businesses whose menus the feed receives. */
  getMenus?: () => string[];
  openSocket?: (url: string) => WebSocket;
  random?: () => number;
}

export interface Feed {
  stop: () => void;
  /** Reconnects immediately if it is waiting for the next attempt. */
  retryNow: () => void;
  /**
   * Checks the connection with a ping. Called when the device may have slept or changed its network, after which a
   * connection can be dead without a `close` event. Without a connection, reconnects immediately.
   */
  checkNow: () => void;
  /** Applies a change of `getMenus` to the connection. */
  updateMenus: () => void;
  /** Drops the connection and reconnects after a delay. Called when the network is gone, which the socket notices only later. */
  disconnect: () => void;
}

/** The close code for a rejected token or message, and for a deactivated account. */
const POLICY_VIOLATION = 1008;
/** The reason with which a server of an older version rejects subscriptions to menus. */
const MENUS_UNSUPPORTED_REASON = "only messages of the types auth and ping are supported";
/** The reason with which a server of an older version rejects a connection without an account. */
const ACCOUNT_REQUIRED_REASON = 'the first message must be {"type":"auth","token":"…"}';
/** If the last `ready` message is older than this when a rejection arrives, the count of rejections starts again. */
const STABLE_AFTER_MS = 30_000;
/** The token is refreshed this long before it expires. */
const REFRESH_MARGIN_MS = 90_000;
const MIN_TOKEN_VALIDITY_MS = 30_000;
/**
 * Maximum time from the connection attempt to the `ready` message or, without an account, to the first menu.
 */
const READY_TIMEOUT_MS = 8_000;
/** Time without a message after which the client sends a ping. A dead connection looks like a quiet one. */
const PING_AFTER_MS = 20_000;
/** Maximum time from the ping to the next message. */
const PONG_TIMEOUT_MS = 10_000;
/** Maximum time from the ping of `checkNow`, or from a message after it, to the next message. */
const CHECK_TIMEOUT_MS = 3_000;

type Timer = ReturnType<typeof setTimeout>;

/**
 * Connects to the feed. Reconnects until `stop` is called, the user is logged out, or the server requires an
 * account.
 */
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
  /** The server has sent `ready` on the current connection, or a menu to a feed without an account. */
  private isReady = false;
  /** The ping of `checkNow` is not answered yet. */
  private isChecking = false;
  private unansweredPings = 0;
  /** The menus that the current connection is subscribed to. */
  private readonly subscribedMenus = new Set<string>();
  private supportsMenus = true;
  /** Number of rejections in a row. A `ready` message does not reset it, unlike `attempts`. */
  private rejections = 0;
  private readyAt = 0;
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
    const token = await this.getToken(minValidityMs).catch(() => undefined);
    if (this.isStopped || this.socket) return;
    if (token === null && this.deps.getToken) return; // logged out: the owner stops the feed
    if (token === undefined) {
      this.scheduleReconnect(null);
      return;
    }
    this.isTokenRejected = false;
    const socket = this.deps.openSocket?.(this.deps.getUrl()) ?? new WebSocket(this.deps.getUrl());
    this.socket = socket;
    this.readyTimer = setTimeout(() => this.closeAndReconnect(socket), READY_TIMEOUT_MS);
    socket.addEventListener("open", () => {
      if (token === null) {
        this.subscribe(socket);
        return;
      }
      const since = this.cursor === null ? {} : { since: this.cursor };
      socket.send(JSON.stringify({ type: "auth", token, ...since }));
    });
    socket.addEventListener("message", ({ data }: MessageEvent<string>) => {
      if (socket === this.socket) this.handleMessage(socket, JSON.parse(data) as ServerMessage);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.isStopped || socket !== this.socket) return;
      if (code === POLICY_VIOLATION) this.handleRejection(reason);
      if (!this.isStopped) this.scheduleReconnect(socket);
    });
  }

  private handleRejection(reason: string) {
    if (Date.now() - this.readyAt > STABLE_AFTER_MS) this.rejections = 0;
    this.rejections += 1;
    if (reason === MENUS_UNSUPPORTED_REASON) {
      this.supportsMenus = false;
    } else if (this.deps.getToken) {
      // After `ready`, something else was rejected, or the token has expired.
      this.isTokenRejected = !this.isReady;
      this.listener.onRejected?.(reason);
    } else if (reason === ACCOUNT_REQUIRED_REASON) {
      this.stop();
    }
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

  updateMenus() {
    if (this.socket && this.isReady) this.subscribe(this.socket);
  }

  disconnect() {
    if (this.socket) this.closeAndReconnect(this.socket);
  }

  private handleMessage(socket: WebSocket, message: ServerMessage) {
    // A message that was sent before the ping says nothing about the connection, not even the answer to an earlier ping.
    if (message.type === "pong") {
      this.unansweredPings = Math.max(0, this.unansweredPings - 1);
      if (this.unansweredPings === 0) this.isChecking = false;
    }
    // The server reads the ping only after it has sent the missed events.
    if (this.isChecking) this.awaitMessage(socket, CHECK_TIMEOUT_MS);
    else this.schedulePing(socket);
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
        this.setReady();
        this.listener.onReady(isFirst);
        this.scheduleTokenRefresh();
        this.subscribe(socket);
        break;
      }
      case "menu":
        // A feed without an account receives no `ready`.
        if (!this.isReady) this.setReady();
        this.listener.onMenu?.(message);
        break;
      default:
      // `pong`, or a message type of a newer server.
    }
  }

  private setReady() {
    this.attempts = 0;
    this.readyAt = Date.now();
    this.isReady = true;
    clearTimeout(this.readyTimer);
  }

  /** Subscribes to the menus that were opened, and ends the subscriptions to those that were closed. */
  private subscribe(socket: WebSocket) {
    if (!this.supportsMenus) return;
    const menus = this.deps.getMenus?.() ?? [];
    for (const business_id of menus) {
      if (this.subscribedMenus.has(business_id)) continue;
      this.subscribedMenus.add(business_id);
      socket.send(JSON.stringify({ type: "subscribe", business_id }));
    }
    for (const business_id of this.subscribedMenus) {
      if (menus.includes(business_id)) continue;
      this.subscribedMenus.delete(business_id);
      socket.send(JSON.stringify({ type: "unsubscribe", business_id }));
    }
  }

  private getToken(minValidityMs: number): Promise<string | null> {
    return this.deps.getToken?.(minValidityMs) ?? Promise.resolve(null);
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
    this.unansweredPings = 0;
    this.subscribedMenus.clear();
    this.clearTimers();
    this.attempts += 1;
    const delay = backoff(Math.max(this.attempts, this.rejections) - 1, this.deps.random);
    this.reconnectTimer = setTimeout(() => void this.open(), delay);
    this.listener.onLost(this.attempts);
  }

  private schedulePing(socket: WebSocket) {
    clearTimeout(this.pingTimer);
    this.pingTimer = setTimeout(() => this.ping(socket, PONG_TIMEOUT_MS), PING_AFTER_MS);
  }

  private ping(socket: WebSocket, timeoutMs: number) {
    this.unansweredPings += 1;
    socket.send(JSON.stringify({ type: "ping" }));
    this.awaitMessage(socket, timeoutMs);
  }

  private awaitMessage(socket: WebSocket, timeoutMs: number) {
    clearTimeout(this.pingTimer);
    this.pingTimer = setTimeout(() => this.closeAndReconnect(socket), timeoutMs);
  }

  private scheduleTokenRefresh() {
    clearTimeout(this.refreshTimer);
    const delay = Math.max(1_000, (this.deps.getExpiresAt?.() ?? 0) - Date.now() - REFRESH_MARGIN_MS);
    this.refreshTimer = setTimeout(() => void this.refreshToken(this.socket), delay);
  }

  private async refreshToken(socket: WebSocket | null) {
    const token = await this.getToken(REFRESH_MARGIN_MS + 5_000).catch(() => null);
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
