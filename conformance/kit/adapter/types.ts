/** The words of the adapter client: what an adapter says of itself, what can be asked of it, and how it can fail. The protocol is conformance/adapters/PROTOCOL.md. */
import type { AdapterEvent } from "../../../schemas/types/adapter-event.ts";
import type { Cause, ProtocolVersion } from "../model.ts";

/** The answer to `hello`. */
export interface Hello {
  readonly version: 1;
  readonly implementation: { readonly name: string; readonly version: string; readonly language: string; readonly url?: string };
  readonly capabilities: {
    readonly protocol: ProtocolVersion;
    readonly socketTypes: readonly string[];
    readonly transports: readonly string[];
    readonly mechanisms: readonly string[];
    readonly options: readonly string[];
    readonly operations: readonly string[];
    readonly events: readonly string[];
  };
  /** Statement id → the value that the implementation declares for it. */
  readonly choices: Readonly<Record<string, string>>;
}

/**
 * An implementation under test, reached through its adapter. Every operation rejects with an {@link AdapterError} when the implementation refuses it, and with an
 * {@link AdapterFailure} when the adapter itself fails; after a failure every operation rejects with that same failure.
 */
export interface AdapterClient {
  readonly hello: Hello;
  /** Set once the adapter has failed. */
  readonly failure: AdapterFailure | undefined;
  /** The last lines of its standard error, oldest first. */
  readonly log: readonly string[];
  /** Opens a socket: its handle. Octets among the option values are given as Uint8Array. */
  open(type: string, options?: Readonly<Record<string, unknown>>): Promise<number>;
  option(handle: number, name: string, value: unknown): Promise<void>;
  /** The endpoint with its real port. */
  bind(handle: number, endpoint: string): Promise<string>;
  unbind(handle: number, endpoint: string): Promise<void>;
  connect(handle: number, endpoint: string): Promise<void>;
  disconnect(handle: number, endpoint: string): Promise<void>;
  /** Waits for room up to `timeoutMs` (0: tries once, −1: without limit); a refusal is an AdapterError with code would-block, no-route, wrong-state … */
  send(handle: number, parts: readonly Uint8Array[], timeoutMs: number): Promise<void>;
  /** The next message, or undefined when none arrives within `timeoutMs` (0: tries once, −1: waits without limit). */
  receive(handle: number, timeoutMs: number): Promise<readonly Uint8Array[] | undefined>;
  /** Lets the implementation do what it only does when the application calls it. */
  step(handle: number): Promise<void>;
  proxy(frontend: number, backend: number): Promise<void>;
  close(handle: number): Promise<void>;
  /** The next event of the socket with one of these names, also one that came before the call; rejects when the signal aborts. Other events stay for other calls. */
  nextEvent(handle: number, names: readonly string[], signal: AbortSignal): Promise<AdapterEvent>;
  /** Ends the adapter: end of its input, then its exit, or its death when it lingers. Pending operations reject. Never rejects; a second call waits for the first. */
  end(): Promise<void>;
}

/** How the client is to behave; all optional. Read when it is needed: a ceiling may change while the client is in use. */
export interface AdapterHooks {
  /** Milliseconds for the answer to hello; default 20 000. */
  readonly startMs?: number;
  /** Milliseconds for any other answer, beyond the request's own timeoutMs; default 10 000. */
  readonly answerMs?: number;
  /** Milliseconds after that in which a late answer is awaited, to call the adapter slow and not silent; default 5 000. */
  readonly graceMs?: number;
  /** Milliseconds for its exit after the end of its input; default 2 000. */
  readonly exitMs?: number;
  /** Called with each line of its standard error. */
  readonly onLog?: (line: string) => void;
}

export type RefusalCode = "would-block" | "wrong-state" | "no-route" | "address-in-use" | "invalid" | "closed" | "unsupported" | "failed";

/** The implementation refuses an operation: a fact about the implementation, which goes on. */
export class AdapterError extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.name = "AdapterError";
    this.code = code;
  }
}

/** The adapter itself fails: it is put away, and only a new one goes on. The message is for a person. */
export class AdapterFailure extends Error {
  override readonly cause: Cause;
  constructor(cause: Cause, message: string) {
    super(message);
    this.name = new.target.name;
    this.cause = cause;
  }
}

/** It cannot be started, or exits before it is told to. */
export class AdapterDied extends AdapterFailure {
  /** Null when it was ended by a signal, or never started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  constructor(message: string, exitCode: number | null, signal: string | null) {
    super("adapter-died", message);
    this.exitCode = exitCode;
    this.signal = signal;
  }
}

/** An answer does not come, not even late; the program has been killed. */
export class AdapterSilent extends AdapterFailure {
  constructor(message: string) {
    super("adapter-silent", message);
  }
}

/** An answer comes, but after its ceiling. */
export class AdapterSlow extends AdapterFailure {
  constructor(message: string) {
    super("adapter-silent", message);
  }
}

/** A line that breaks the protocol: not JSON, against the schema, an answer to no request, a second answer, too long, another version. */
export class AdapterInvalid extends AdapterFailure {
  constructor(message: string) {
    super("adapter-invalid", message);
  }
}

/** More unasked-for lines than anyone can want. */
export class AdapterChattering extends AdapterFailure {
  constructor(message: string) {
    super("adapter-invalid", message);
  }
}
