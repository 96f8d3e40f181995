/** A socket of the implementation under test, as a party of a case. Every operation goes through the adapter and is recorded as a step. */
import { AdapterError, type AdapterClient } from "./adapter/types.ts";
import type { CaseRecord } from "./record.ts";
import { describePart, describeParts, equalParts } from "./octets.ts";
import { Unexpected } from "./outcome.ts";
import type { SubjectSecurity } from "./security/subject-security.ts";
import type { WireListener } from "./wire/listener.ts";

/** Error codes with which an adapter refuses. */
export type Refusal = "would-block" | "wrong-state" | "no-route" | "address-in-use" | "invalid" | "closed" | "unsupported" | "failed";

export interface SubjectSetting {
  readonly adapter: AdapterClient;
  readonly record: CaseRecord;
  readonly ceilingMs: number;
  /** An endpoint of the run's transport that nobody uses. */
  readonly freshEndpoint: () => string;
  readonly security: SubjectSecurity;
}

export class Subject {
  readonly name: string;
  readonly type: string;
  readonly handle: number;
  /** The endpoint that it bound last. */
  endpoint = "";
  /** Whether it was told to connect: it then connects again and again, as long as it has something to send. */
  connects = false;
  readonly #setting: SubjectSetting;

  constructor(name: string, type: string, handle: number, setting: SubjectSetting) {
    this.name = name;
    this.type = type;
    this.handle = handle;
    this.#setting = setting;
  }

  get ceilingMs(): number {
    return this.#setting.ceilingMs;
  }

  /** Binds an endpoint of the run's transport, or the one given. */
  async bind(endpoint?: string): Promise<string> {
    this.#setting.record.step(`${this.name} binds`);
    await this.#done("the socket becomes a server", this.#setting.security.becomeServer(this.handle));
    this.endpoint = await this.#done("the socket binds", this.#setting.adapter.bind(this.handle, endpoint ?? (this.endpoint || this.#setting.freshEndpoint())));
    return this.endpoint;
  }

  async unbind(): Promise<void> {
    this.#setting.record.step(`${this.name} unbinds`);
    await this.#done("the socket unbinds", this.#setting.adapter.unbind(this.handle, this.endpoint));
  }

  /** Connects to a listening wire peer or to another socket of the implementation. */
  async connectTo(other: { readonly name: string; readonly endpoint: string }): Promise<void> {
    this.#setting.record.step(`${this.name} connects to ${other.name}`);
    this.connects = true;
    const { security } = this.#setting;
    const { implementation, peer } = security.credentials.curve;
    const serverKey = (other instanceof Subject ? implementation : peer).publicKey;
    await this.#done("the socket becomes a client", security.becomeClient(this.handle, serverKey));
    await this.#done("the socket connects", this.#setting.adapter.connect(this.handle, other.endpoint));
  }

  async disconnectFrom(other: { readonly name: string; readonly endpoint: string }): Promise<void> {
    this.#setting.record.step(`${this.name} disconnects from ${other.name}`);
    await this.#done("the socket disconnects", this.#setting.adapter.disconnect(this.handle, other.endpoint));
  }

  /** Subscribes to a topic (SUB). */
  async subscribe(topic: Uint8Array): Promise<void> {
    this.#setting.record.step(`${this.name} subscribes ${describePart(topic)}`);
    await this.#done("the socket subscribes", this.#setting.adapter.option(this.handle, "subscribe", topic));
  }

  /** Cancels one subscription to a topic (SUB). */
  async unsubscribe(topic: Uint8Array): Promise<void> {
    this.#setting.record.step(`${this.name} unsubscribes ${describePart(topic)}`);
    await this.#done("the socket unsubscribes", this.#setting.adapter.option(this.handle, "unsubscribe", topic));
  }

  /** Sends a message; waits for room up to the ceiling. */
  async send(parts: readonly Uint8Array[]): Promise<void> {
    this.#setting.record.step(`${this.name} sends ${describeParts(parts)}`);
    await this.#done(`${this.name} accepts the message`, this.#setting.adapter.send(this.handle, parts, this.#setting.ceilingMs));
  }

  /** Tries to send without waiting: the refusal, or nothing when the message was accepted. */
  async trySend(parts: readonly Uint8Array[], timeoutMs = 0): Promise<Refusal | undefined> {
    try {
      await this.#setting.adapter.send(this.handle, parts, timeoutMs);
      this.#setting.record.step(`${this.name} sends ${describeParts(parts)}`);
      return undefined;
    } catch (error) {
      if (!(error instanceof AdapterError)) throw error;
      this.#setting.record.step(`${this.name} sends ${describeParts(parts)} refused ${error.code}`);
      return error.code;
    }
  }

  /** The message is refused, with one of these codes. */
  async refuses(parts: readonly Uint8Array[], codes: readonly Refusal[]): Promise<void> {
    const refusal = await this.trySend(parts);
    if (refusal === undefined) throw new Unexpected(`${this.name} refuses to send (${codes.join(" or ")})`, "it accepts the message");
    if (!codes.includes(refusal)) throw new Unexpected(`${this.name} refuses to send (${codes.join(" or ")})`, `it refuses with ${refusal}`);
  }

  /** The next message; waits for it up to the ceiling. */
  async receive(): Promise<readonly Uint8Array[]> {
    this.#setting.record.script.acts();
    return this.receiveAsBarrier();
  }

  /** The same where the message only shows that what stood before it was read: the case could do without. */
  async receiveAsBarrier(): Promise<readonly Uint8Array[]> {
    const parts = await this.#done(`${this.name} receives a message`, this.#setting.adapter.receive(this.handle, this.#setting.ceilingMs));
    if (parts === undefined) throw new Unexpected(`${this.name} receives a message`, "nothing arrives", true);
    return parts;
  }

  /** The next message is exactly this. */
  async receives(parts: readonly Uint8Array[]): Promise<void> {
    this.#setting.record.step(`${this.name} receives ${describeParts(parts)}`);
    const message = await this.receive();
    if (!equalParts(message, parts)) throw new Unexpected(`${this.name} receives ${describeParts(parts)}`, `it receives ${describeParts(message)}`);
  }

  /** What a receive without waiting gives: a message, nothing, or a refusal. */
  async tryReceive(timeoutMs = 0): Promise<{ readonly parts?: readonly Uint8Array[]; readonly refusal?: Refusal }> {
    this.#setting.record.script.acts();
    try {
      const parts = await this.#setting.adapter.receive(this.handle, timeoutMs);
      return parts === undefined ? { refusal: "would-block" } : { parts };
    } catch (error) {
      if (error instanceof AdapterError) return { refusal: error.code };
      throw error;
    }
  }

  /** Nothing is there to receive (a refusal counts as nothing). */
  async receivesNothing(timeoutMs = 0): Promise<void> {
    this.#setting.record.step(`${this.name} receives nothing`);
    const { parts } = await this.tryReceive(timeoutMs);
    if (parts !== undefined) throw new Unexpected(`${this.name} receives nothing`, `it receives ${describeParts(parts)}`);
  }

  /** A receive request is refused; who says that no message is there would wait for one. */
  async refusesToReceive(): Promise<void> {
    this.#setting.record.step(`${this.name} receives nothing`);
    const { parts, refusal } = await this.tryReceive();
    const actual = parts === undefined ? "it waits for a message" : `it receives ${describeParts(parts)}`;
    if (refusal === undefined || refusal === "would-block") throw new Unexpected(`${this.name} refuses to receive`, actual);
  }

  /** Lets the implementation do what it only does when the application calls it. */
  async step(): Promise<void> {
    await this.#setting.adapter.step(this.handle);
  }

  async close(): Promise<void> {
    this.#setting.record.step(`${this.name} closes`);
    await this.#done("the socket closes", this.#setting.adapter.close(this.handle));
  }

  async #done<T>(expected: string, operation: Promise<T>): Promise<T> {
    try {
      return await operation;
    } catch (error) {
      if (error instanceof AdapterError) throw new Unexpected(expected, `the implementation refuses: ${error.code}`, error.code === "would-block");
      throw error;
    }
  }
}

/** A wire peer that listens, as a party of a case. */
export interface ListeningPeer {
  readonly name: string;
  readonly endpoint: string;
  readonly listener: WireListener;
}
