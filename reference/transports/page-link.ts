/** A connection of the browser's WebSocket as a link. The browser masks, puts fragments together, and answers Ping and Close; it cannot send a Ping, and cannot stop what comes. */
import { PeerError } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import type { Link, LinkForm, LinkListener } from "../base/link.ts";
import { after, nowMs } from "./clock.ts";
import { formatWebSocket, type WebSocketAddress } from "./endpoint.ts";
import { formOf, offeredBy, type MechanismName } from "./sub-protocols.ts";

export interface PageOptions {
  readonly mechanismName: MechanismName;
  /** Zero: as long as the browser tries. */
  readonly connectTimeoutMs: number;
  /** For the request and its reply; zero: no limit. */
  readonly handshakeMs: number;
}

export interface PageDialHandler {
  opened(link: Link): LinkListener;
  failed(error: Error): void;
}

/** What is used of the platform's class. */
interface PageWebSocket {
  binaryType: string;
  readonly protocol: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly wasClean: boolean; readonly code: number }) => void) | null;
  send(octets: Uint8Array): void;
  close(code?: number): void;
}

/** Makes one attempt. The result ends it. The browser refuses a reply that chooses what was not offered. */
export function dialPage(address: WebSocketAddress, options: PageOptions, handler: PageDialHandler): () => void {
  const { WebSocket } = globalThis as unknown as { readonly WebSocket: new (url: string, subProtocols: readonly string[]) => PageWebSocket };
  const socket = new WebSocket(formatWebSocket(address), offeredBy(options.mechanismName, false));
  socket.binaryType = "arraybuffer";
  let isOver = false;
  const finish = (): boolean => {
    stopTimer?.();
    return isOver !== (isOver = true);
  };
  const fail = (why: string): void => {
    if (!finish()) return;
    socket.close();
    handler.failed(new Error(why));
  };
  const patienceMs = Math.min(options.connectTimeoutMs || Infinity, options.handshakeMs || Infinity);
  const stopTimer =
    patienceMs < Infinity
      ? after(patienceMs, () => {
          fail("connect timed out");
        })
      : undefined;
  socket.onclose = (): void => {
    fail("the browser could not connect");
  };
  socket.onopen = (): void => {
    if (!finish()) return;
    const link = new PageLink(socket, formOf(socket.protocol));
    link.start(handler.opened(link));
  };
  return () => {
    if (finish()) socket.close();
  };
}

class PageLink implements Link {
  readonly form: LinkForm;
  readonly remoteAddress = "";
  readonly #socket: PageWebSocket;
  #listener: LinkListener | undefined;
  /** What came while the listener had no room; undefined when it has. */
  #held: Uint8Array[] | undefined;
  #heldSize = 0;
  #stopWatch: (() => void) | undefined;

  constructor(socket: PageWebSocket, form: LinkForm) {
    this.#socket = socket;
    this.form = form;
  }

  start(listener: LinkListener): void {
    this.#listener = listener;
    this.#socket.onmessage = ({ data }): void => {
      this.#received(data);
    };
    this.#socket.onclose = ({ wasClean, code }): void => {
      const ended = this.#listener;
      this.#listener = undefined;
      this.#stopWatch?.();
      ended?.ended(nowMs(), wasClean ? undefined : `status ${String(code)}`);
    };
  }

  write(head: Uint8Array, body: Uint8Array | undefined): boolean {
    const message = new Uint8Array(head.length + (body?.length ?? 0));
    message.set(head);
    if (body !== undefined) message.set(body, head.length);
    this.#socket.send(message);
    if (this.#socket.bufferedAmount < limits.linkBufferSize) return true;
    this.#watch();
    return false;
  }

  pause(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#heldSize = 0;
    for (const message of held) this.#deliver(message);
  }

  /** The browser sends what it has before it closes, for as long as it likes. */
  end(_flushMs: number, isViolation = false): void {
    this.#listener = undefined;
    this.#stopWatch?.();
    this.#socket.close(isViolation ? violation : ordinary);
  }

  #received(data: unknown): void {
    if (data instanceof ArrayBuffer) this.#deliver(new Uint8Array(data));
    else this.#listener?.offended(new PeerError("websocket.text", "a message of text"), nowMs());
  }

  #deliver(message: Uint8Array): void {
    if (this.#held === undefined) {
      this.#listener?.octets(message, nowMs());
      return;
    }
    this.#held.push(message);
    this.#heldSize += message.length;
    if (this.#heldSize <= limits.heldSize) return;
    const ended = this.#listener;
    this.end(0);
    ended?.ended(nowMs(), "ENOBUFS");
  }

  /** The browser does not say when it has sent: it is asked now and then. */
  #watch(): void {
    this.#stopWatch ??= after(watchMs, () => {
      this.#stopWatch = undefined;
      if (this.#socket.bufferedAmount >= limits.linkBufferSize) this.#watch();
      else this.#listener?.drained();
    });
  }
}

/** Applications of a browser may give these statuses only, and 1000. */
const violation = 4002;
const ordinary = 1000;
const watchMs = 10;
