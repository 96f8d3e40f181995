/** The adapter that is examined: its conversation, begun anew whenever it breaks, and the sockets that a check opens. */
import { openSession } from "../../kit/adapter/client.ts";
import type { Operation } from "../../kit/adapter/contract.ts";
import type { Fields, Session } from "../../kit/adapter/session.ts";
import { AdapterError, AdapterFailure, type AdapterHooks, type Hello } from "../../kit/adapter/types.ts";
import type { Target } from "../../kit/run-options.ts";

/** Something is wrong: what, and what to do about it. */
export class Wrong extends Error {
  readonly advice: string;
  constructor(message: string, advice: string) {
    super(message);
    this.name = "Wrong";
    this.advice = advice;
  }
}

export type Octets = readonly Uint8Array[];

export class Patient {
  #hello: Hello | undefined;
  readonly #target: Target;
  readonly #hooks: AdapterHooks;
  #session: Session | undefined;
  /** The last failure that an operation has thrown. */
  #told: AdapterFailure | undefined;
  #sockets: number[] = [];

  constructor(target: Target, hooks: AdapterHooks) {
    this.#target = target;
    this.#hooks = hooks;
  }

  /** Its hello; known once it has started. */
  get hello(): Hello {
    if (this.#hello === undefined) throw new Error("The adapter has not said hello.");
    return this.#hello;
  }

  get declared(): Hello["capabilities"] {
    return this.hello.capabilities;
  }

  async introduction(): Promise<Hello> {
    await this.start();
    return this.hello;
  }

  /** Starts it, unless it runs. A failure between two operations, of which none has told yet, is told now. */
  async start(): Promise<Session> {
    const failure = this.#session?.failure;
    if (this.#session !== undefined && failure === undefined) return this.#session;
    if (failure !== undefined && failure !== this.#told) {
      this.#told = failure;
      throw failure;
    }
    await this.#session?.end();
    this.#sockets = [];
    this.#session = await openSession(this.#target, this.#hooks);
    this.#hello = await helloOf(this.#session);
    return this.#session;
  }

  async open(type: string): Promise<number> {
    const { socket } = await this.done("open", { type });
    this.#sockets.push(socket as number);
    return socket as number;
  }

  /** An operation that must succeed. */
  async done(op: Operation, fields: Fields, allowedMs?: number): Promise<Fields> {
    const session = await this.start();
    try {
      return await session.request(op, fields, allowedMs);
    } catch (error) {
      this.#note(error);
      if (!(error instanceof AdapterError)) throw error;
      throw new Wrong(
        `${op} ${JSON.stringify(fields)} was refused with ${error.code}: ${error.message}`,
        `${op} of a declared kind succeeds here; see "${op}" in conformance/adapters/PROTOCOL.md.`,
      );
    }
  }

  /** The code with which an operation is refused, or nothing when it succeeds. The name may be unknown. */
  async refusal(op: string, fields: Fields, allowedMs?: number, like: Operation = "option"): Promise<string | undefined> {
    const session = await this.start();
    try {
      await session.ask(op, like, fields, allowedMs);
      return undefined;
    } catch (error) {
      this.#note(error);
      if (error instanceof AdapterError) return error.code;
      throw error;
    }
  }

  async send(socket: number, parts: Octets, timeoutMs: number): Promise<void> {
    await this.done("send", { socket, parts: parts.map((part) => Buffer.from(part).toString("base64")), timeoutMs }, timeoutMs);
  }

  async receive(socket: number, timeoutMs: number): Promise<Octets> {
    const { parts } = await this.done("receive", { socket, timeoutMs }, timeoutMs);
    return (parts as readonly string[]).map((part) => new Uint8Array(Buffer.from(part, "base64")));
  }

  #note(error: unknown): void {
    if (error instanceof AdapterFailure) this.#told = error;
  }

  /** Closes what the check opened. */
  async clear(): Promise<void> {
    const sockets = this.#sockets;
    this.#sockets = [];
    if (this.#session === undefined || this.#session.failure !== undefined) return;
    for (const socket of sockets) await this.done("close", { socket });
  }

  async end(): Promise<Session | undefined> {
    await this.#session?.end();
    return this.#session;
  }
}

async function helloOf(session: Session): Promise<Hello> {
  try {
    return (await session.request("hello", { version: 1 })) as unknown as Hello;
  } catch (error) {
    if (!(error instanceof AdapterError)) throw error;
    throw new Wrong(`It refuses hello with ${error.code}: ${error.message}`, "Answer hello with the members that conformance/adapters/PROTOCOL.md lists.");
  }
}
