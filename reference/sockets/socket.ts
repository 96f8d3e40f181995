/** The socket that all types have in common: endpoints, messages, options, events. The API is that of zeromq.js 6. */
import { UsageError, type Refusal } from "../base/errors.ts";
import { limits } from "../base/limits.ts";
import type { Subscription } from "../base/subscription.ts";
import type { SocketType } from "../patterns/socket-type.ts";
import { octetsOfPart } from "../transports/buffers.ts";
import { Context, context as defaultContext } from "./context.ts";
import { Engine } from "./engine.ts";
import { abortedError, busyError, closedError, errorOfRefusal, SocketError } from "./errors.ts";
import { buffersOf, messageOf, noMessageError, type Message, type MessageLike } from "./messages.ts";
import { Observer } from "./observer.ts";
import type { CommonOptions, OptionName } from "./option-values.ts";
import { defineOptions, LiveOptions } from "./options.ts";
import { Outgoing } from "./outgoing.ts";
import { Pace } from "./pace.ts";
import { Wait } from "./wait.ts";

/** What the constructor of a socket type takes: its options, and the context that it belongs to. */
export type SocketOptions<S extends Socket> = Partial<Pick<S, Extract<keyof S, OptionName>>> & { readonly context?: Context };

/** The numbers by which zeromq.js names socket types. */
export const socketTypeNumbers = {
  ...{ PAIR: 0, PUB: 1, SUB: 2, REQ: 3, REP: 4, DEALER: 5, ROUTER: 6, PULL: 7, PUSH: 8, XPUB: 9, XSUB: 10 },
} as const satisfies Record<SocketType, number>;

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
  readonly #sending = new Wait();
  readonly #receiving = new Wait();
  readonly #pace = new Pace();
  /** A receive waits for the event loop to turn. */
  #receivesLater = false;
  readonly context: Context;

  protected constructor(type: SocketType, options: { readonly context?: Context } = {}) {
    const { context = defaultContext, ...rest } = options;
    this.#type = type;
    this.context = context;
    this.#options = new LiveOptions(type, context);
    for (const [name, value] of Object.entries(rest)) this.#options.set(name, value);
    this.#engine = new Engine(type, this.#options, Context.surroundings(context), {
      readable: () => {
        this.#receiving.retry();
      },
      writable: () => {
        this.#sending.retry();
      },
      event: (event) => this.#events?.emit(event),
    });
  }

  static {
    defineOptions<Socket>(Socket.prototype, (socket) => socket.#options);
  }

  /** A number, as zeromq.js has it: see {@link socketTypeNumbers}. */
  get type(): number {
    return socketTypeNumbers[this.#type];
  }

  /** A socket belongs to the thread that made it. */
  get threadSafe(): boolean {
    return false;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The mechanism that the options ask for; null means NULL. */
  get securityMechanism(): "plain" | "curve" | null {
    return this.#options.security.mechanism === "null" ? null : this.#options.security.mechanism;
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
   * Accepts connections at the endpoint: `tcp://HOST:PORT`, with `*` for every interface or any port, `ipc://PATH`, `ipc://@NAME` (Linux),
   * `ws://HOST:PORT/PATH`, or `inproc://NAME`.
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
    const error = abortedError();
    this.#sending.abort(error);
    this.#receiving.abort(error);
    this.#engine.close();
  }

  /**
   * Gives a message to the socket. Waits for room as long as `sendTimeout` allows. Rejects with EAGAIN (no room), EFSM (out of turn), EHOSTUNREACH (a mandatory ROUTER without
   * such a peer), EBUSY (another send waits), EBADF (the socket is closed), EINVAL (no message for this type), ENOTSUP (a type that only receives).
   */
  send(message: MessageLike | readonly MessageLike[]): Promise<void> {
    if (this.#closed) return Promise.reject(closedError());
    if (this.#sending.isTaken) return Promise.reject(busyError("send"));
    const parts = messageOf(message);
    if (parts === undefined) return Promise.reject(noMessageError());
    const refusal = this.#engine.send(parts);
    if (refusal === undefined) {
      this.#pace.sent(parts);
      return this.#pace.done();
    }
    const timeout = this.#options.values.sendTimeout;
    if (refusal !== "would-block" || timeout === 0) return Promise.reject(errorOfRefusal(refusal));
    return this.#sending.begin(() => this.#engine.send(parts) ?? nothing, timeout);
  }

  /**
   * Gives many messages to the socket, as {@link send} does one after the other, but with one promise for all. Limits of queues, turns
   * and waiting for room hold for each of them; `sendTimeout` is for the whole call. Rejects as {@link send} does; then `accepted`, a property of the error, is the number of
   * messages that the socket has taken.
   *
   * @example
   * await socket.sendMany(["one", ["two", "with another part"], "three"]);
   */
  async sendMany(messages: Iterable<MessageLike | readonly MessageLike[]>): Promise<void> {
    this.#checkOpen();
    if (this.#sending.isTaken) throw busyError("send");
    return new Outgoing(messages, this.#engine, this.#pace).begin(this.#sending, this.#options.values.sendTimeout);
  }

  /**
   * The parts of the next message. Waits as long as `receiveTimeout` allows. Rejects with EAGAIN (no message), EFSM (out of turn), EBUSY (another receive waits), EBADF (the
   * socket is closed), ENOTSUP (a type that only sends).
   */
  receive(): Promise<Message[]> {
    return this.#await(this.#takeOne);
  }

  /**
   * The next messages that wait already, at least one and at most `limit`, in the order in which {@link receive} would give them. Waits and rejects as {@link receive} does.
   */
  receiveMany(limit: number = limits.messagesPerBatch): Promise<Message[][]> {
    if (!isLimit(limit)) return Promise.reject(limitError());
    return this.#await(() => this.#takeMany(limit));
  }

  /** The messages one by one, until the socket is closed. */
  [Symbol.asyncIterator](): AsyncIterator<Message[], undefined> {
    return { next: () => this.#next(this.#takeOne) };
  }

  /**
   * The messages as {@link receiveMany} gives them, until the socket is closed.
   *
   * @example
   * for await (const batch of socket.batches()) for (const [text] of batch) console.log(String(text));
   */
  batches(limit: number = limits.messagesPerBatch): AsyncIterable<Message[][], undefined> {
    if (!isLimit(limit)) throw limitError();
    const take = (): Message[][] | Refusal => this.#takeMany(limit);
    return { [Symbol.asyncIterator]: () => ({ next: () => this.#next(take) }) };
  }

  /** Subscribes or cancels, once for each topic; without a topic, for every message. Throws UsageError. */
  protected ask(type: Subscription["type"], topics: readonly (string | Uint8Array)[]): void {
    this.#checkOpen();
    for (const topic of topics.length === 0 ? [""] : topics) {
      const octets = typeof topic === "string" || topic instanceof Uint8Array ? octetsOfPart(topic) : undefined;
      if (octets === undefined) throw new UsageError("a topic is a text or octets");
      this.#engine.subscribe({ type, topic: octets });
    }
  }

  readonly #takeOne = (): Message[] | Refusal => {
    const message = this.#engine.receive();
    if (typeof message === "string") return message;
    this.#pace.count(1);
    return buffersOf(message);
  };

  #takeMany(limit: number): Message[][] | Refusal {
    const first = this.#engine.receive();
    if (typeof first === "string") return first;
    const batch = [buffersOf(first)];
    while (batch.length < limit) {
      const next = this.#engine.receive();
      if (typeof next === "string") break;
      batch.push(buffersOf(next));
    }
    this.#pace.count(batch.length);
    return batch;
  }

  /** Gives what is there, or waits for it. */
  #await<T extends object>(take: () => T | Refusal): Promise<T> {
    if (this.#closed) return Promise.reject(closedError());
    if (this.#receiving.isTaken || this.#receivesLater) return Promise.reject(busyError("receive"));
    // It turns before anything is taken: what is taken and not handed over yet takes room that no limit bounds.
    if (this.#pace.isDue) return this.#awaitLater(take);
    const outcome = take();
    if (typeof outcome !== "string") return Promise.resolve(outcome);
    const timeout = this.#options.values.receiveTimeout;
    if (outcome !== "would-block" || timeout === 0) return Promise.reject(errorOfRefusal(outcome));
    return this.#receiving.begin(() => {
      const again = take();
      return typeof again === "string" ? again : { value: again };
    }, timeout);
  }

  async #awaitLater<T extends object>(take: () => T | Refusal): Promise<T> {
    this.#receivesLater = true;
    await this.#pace.turn();
    this.#receivesLater = false;
    if (this.#closed) throw abortedError();
    return this.#await(take);
  }

  /** One step of an iteration; one promise as long as something is there. */
  #next<T extends object>(take: () => T | Refusal): Promise<IteratorResult<T, undefined>> {
    if (this.#closed) return Promise.resolve(finished);
    const outcome = this.#receiving.isTaken || this.#receivesLater || this.#pace.isDue ? "would-block" : take();
    if (typeof outcome !== "string") return Promise.resolve({ done: false, value: outcome });
    return this.#await(take).then(
      (value) => ({ done: false, value }),
      (error: unknown) => {
        if (this.#closed && error instanceof SocketError && error.code === "EAGAIN") return finished;
        throw error;
      },
    );
  }

  #checkOpen(): void {
    if (this.#closed) throw closedError();
  }
}

function isLimit(limit: number): boolean {
  return Number.isInteger(limit) && limit >= 1;
}

function limitError(): UsageError {
  return new UsageError("a limit of messages is a whole number above zero");
}

const nothing = { value: undefined } as const;
const finished: IteratorReturnResult<undefined> = { done: true, value: undefined };
