/** The socket that all types have in common: endpoints, messages, options, events. The API is that of zeromq.js 6. */
import { UsageError, type Refusal } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import type { Subscription } from "../base/subscription.ts";
import type { SocketType } from "../patterns/socket-type.ts";
import { octetsOfPart } from "../transports/buffers.ts";
import { after, nextTurn } from "../transports/clock.ts";
import { Context, context as defaultContext } from "./context.ts";
import { Engine } from "./engine.ts";
import { errorOfRefusal, SocketError } from "./errors.ts";
import { buffersOf, messageOf, type MessageLike } from "./messages.ts";
import { Observer } from "./observer.ts";
import type { CommonOptions } from "./option-values.ts";
import { absentOptionNames, LiveOptions, optionNames } from "./options.ts";

export type SocketOptions<O = unknown> = Partial<CommonOptions> & Partial<O> & { readonly context?: Context };

/** The numbers by which zeromq.js names socket types. */
export const socketTypeNumbers = {
  ...{ PAIR: 0, PUB: 1, SUB: 2, REQ: 3, REP: 4, DEALER: 5, ROUTER: 6, PULL: 7, PUSH: 8, XPUB: 9, XSUB: 10 },
} as const satisfies Record<SocketType, number>;

interface Waiter<T> {
  attempt(): Refusal | undefined;
  resolve(value: T): void;
  reject(error: Error): void;
  stopTimer: (() => void) | undefined;
}

// The options are properties that the table of options defines.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging, @typescript-eslint/no-empty-object-type
export interface Socket extends CommonOptions {}

/** Options may be given to the constructor or set as properties; an option that the type does not have throws UsageError. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export abstract class Socket {
  readonly #type: SocketType;
  readonly #options: LiveOptions;
  readonly #engine: Engine;
  #events: Observer | undefined;
  #lastEndpoint: string | null = null;
  #closed = false;
  #sender: Waiter<undefined> | undefined;
  #receiver: Waiter<Buffer[]> | undefined;
  #operations = 0;
  readonly context: Context;

  protected constructor(type: SocketType, options: SocketOptions = {}) {
    const { context = defaultContext, ...rest } = options;
    this.#type = type;
    this.context = context;
    this.#options = new LiveOptions(type, context.blocky);
    for (const [name, value] of Object.entries(rest)) this.#options.set(name, value);
    this.#engine = new Engine(type, this.#options, Context.names(context), {
      // A waiter is out of its place during the attempt, which may cause the next call.
      readable: () => {
        const waiter = this.#receiver;
        this.#receiver = undefined;
        this.#receiver = this.#retry(waiter);
      },
      writable: () => {
        const waiter = this.#sender;
        this.#sender = undefined;
        this.#sender = this.#retry(waiter);
      },
      event: (event) => this.#events?.emit(event),
    });
  }

  static {
    for (const name of optionNames()) {
      Object.defineProperty(Socket.prototype, name, {
        get(this: Socket): unknown {
          return this.#options.values[name];
        },
        set(this: Socket, value: unknown) {
          this.#options.set(name, value);
        },
      });
    }
    for (const name of absentOptionNames()) {
      Object.defineProperty(Socket.prototype, name, {
        set() {
          throw new UsageError(`option ${name} is not implemented`);
        },
      });
    }
  }

  /** A number, as zeromq.js has it: see {@link socketTypeNumbers}. */
  get type(): number {
    return socketTypeNumbers[this.#type];
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The endpoint of the last bind, with its real port, or of the last connect. */
  get lastEndpoint(): string | null {
    return this.#lastEndpoint;
  }

  /** Whether a receive gives a message at once. */
  get readable(): boolean {
    return !this.#closed && this.#engine.isReadable;
  }

  /** Whether a send is accepted at once. */
  get writable(): boolean {
    return !this.#closed && this.#engine.isWritable;
  }

  get events(): Observer {
    this.#events ??= new Observer();
    return this.#events;
  }

  /**
   * Accepts connections at the endpoint: `tcp://HOST:PORT`, with `*` for every interface or any port, `ipc://PATH`, `ipc://@NAME` (Linux), or `inproc://NAME`.
   * Rejects with EADDRINUSE and other codes of the system, or UsageError.
   */
  async bind(address: string): Promise<void> {
    this.#checkOpen();
    this.#lastEndpoint = await this.#engine.bind(address);
  }

  /** Accepts no more connections there; those that exist stay. Rejects with ENOENT when nothing is bound to it. */
  unbind(address: string): Promise<void> {
    if (this.#closed) return Promise.reject(closedError());
    return this.#engine.unbind(address) ? Promise.resolve() : Promise.reject(new SocketError("ENOENT", "No such endpoint", address));
  }

  /** Makes a connection, and makes it again when it is lost. Returns at once. Throws UsageError, also for the options that zeromq.js takes here. */
  connect(address: string, ...options: readonly never[]): void {
    if (options.length > 0) throw new UsageError("connect takes no options: a peer announces its own routing id");
    this.#checkOpen();
    this.#lastEndpoint = this.#engine.connect(address);
  }

  /** Ends what connect began, when what waits is sent. Throws ENOENT when there was no such connect. */
  disconnect(address: string): void {
    this.#checkOpen();
    if (!this.#engine.disconnect(address)) throw new SocketError("ENOENT", "No such endpoint", address);
  }

  /** Ends the socket. What waits to be sent goes out in the background until the linger period ends; calls that wait are rejected with EAGAIN. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const error = new SocketError("EAGAIN", "Socket was closed");
    for (const waiter of [this.#sender, this.#receiver]) {
      waiter?.stopTimer?.();
      waiter?.reject(error);
    }
    this.#sender = undefined;
    this.#receiver = undefined;
    this.#engine.close();
  }

  /**
   * Gives a message to the socket. Waits for room as long as `sendTimeout` allows. Rejects with EAGAIN (no room), EFSM (out of turn), EHOSTUNREACH (a mandatory ROUTER without
   * such a peer), EBUSY (another send waits), EBADF (the socket is closed), EINVAL (no message for this type), ENOTSUP (a type that only receives).
   */
  send(message: MessageLike): Promise<void> {
    if (this.#closed) return Promise.reject(closedError());
    if (this.#sender !== undefined) return Promise.reject(busyError("send"));
    const parts = messageOf(message);
    if (parts === undefined) return Promise.reject(new UsageError("a part is a text, a number, null or octets"));
    const refusal = this.#engine.send(parts);
    if (refusal === undefined) return this.#settle(undefined);
    const timeout = this.#options.values.sendTimeout;
    if (refusal !== "would-block" || timeout === 0) return Promise.reject(errorOfRefusal(refusal));
    return new Promise((resolve, reject) => {
      const waiter: Waiter<undefined> = {
        attempt: () => {
          const again = this.#engine.send(parts);
          if (again === undefined) waiter.resolve(undefined);
          return again;
        },
        resolve,
        reject,
        stopTimer: undefined,
      };
      this.#sender = waiter;
      waiter.stopTimer = this.#limit(
        timeout,
        () => {
          this.#sender = undefined;
        },
        reject,
      );
    });
  }

  /**
   * The parts of the next message. Waits as long as `receiveTimeout` allows. Rejects with EAGAIN (no message), EFSM (out of turn), EBUSY (another receive waits), EBADF (the
   * socket is closed), ENOTSUP (a type that only sends).
   */
  receive(): Promise<Buffer[]> {
    if (this.#closed) return Promise.reject(closedError());
    if (this.#receiver !== undefined) return Promise.reject(busyError("receive"));
    const outcome = this.#engine.receive();
    if (typeof outcome !== "string") return this.#settle(buffersOf(outcome));
    const timeout = this.#options.values.receiveTimeout;
    if (outcome !== "would-block" || timeout === 0) return Promise.reject(errorOfRefusal(outcome));
    return new Promise((resolve, reject) => {
      const waiter: Waiter<Buffer[]> = {
        attempt: () => {
          const again = this.#engine.receive();
          if (typeof again === "string") return again;
          waiter.resolve(buffersOf(again));
          return undefined;
        },
        resolve,
        reject,
        stopTimer: undefined,
      };
      this.#receiver = waiter;
      waiter.stopTimer = this.#limit(
        timeout,
        () => {
          this.#receiver = undefined;
        },
        reject,
      );
    });
  }

  /** The messages one by one, until the socket is closed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer[], undefined> {
    while (!this.#closed) {
      try {
        yield await this.receive();
      } catch (error) {
        if (this.closed && error instanceof SocketError && error.code === "EAGAIN") return;
        throw error;
      }
    }
  }

  /** Subscribes or cancels, once for each topic; without a topic, for every message. Throws UsageError. */
  protected ask(type: Subscription["type"], topics: readonly (string | Uint8Array)[]): void {
    this.#checkOpen();
    for (const topic of topics.length === 0 ? [""] : topics) {
      const octets = octetsOfPart(topic);
      if (octets === undefined) throw new UsageError("a topic is a text or octets");
      this.#engine.subscribe({ type, topic: octets });
    }
  }

  /** Gives the waiter back as long as it has to wait. */
  #retry<T>(waiter: Waiter<T> | undefined): Waiter<T> | undefined {
    if (waiter === undefined) return undefined;
    const refusal = waiter.attempt();
    if (refusal === "would-block") return waiter;
    waiter.stopTimer?.();
    if (refusal !== undefined) waiter.reject(errorOfRefusal(refusal));
    return undefined;
  }

  #limit(timeoutMs: number, forget: () => void, reject: (error: Error) => void): (() => void) | undefined {
    if (timeoutMs < 0) return undefined;
    return after(timeoutMs, () => {
      forget();
      reject(errorOfRefusal("would-block"));
    });
  }

  /** A loop of calls that all succeed at once never lets the event loop turn; now and then one of them does. */
  #settle<T>(value: T): Promise<T> {
    this.#operations += 1;
    if (this.#operations < limits.operationsPerTurn) return Promise.resolve(value);
    this.#operations = 0;
    return new Promise((resolve) => {
      nextTurn(() => {
        resolve(value);
      });
    });
  }

  #checkOpen(): void {
    if (this.#closed) throw closedError();
  }
}

function closedError(): SocketError {
  return new SocketError("EBADF", "Socket is closed");
}

function busyError(operation: string): SocketError {
  return new SocketError("EBUSY", `Socket is busy: only one ${operation} may wait at a time`);
}
