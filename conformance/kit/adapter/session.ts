/**
 * A conversation with an adapter: requests find their answers by id, events go to whom they concern, and whatever breaks the protocol, the silence or the death of
 * the adapter ends it. Timers serve as ceilings only.
 */
import type { AdapterEvent } from "../../../schemas/types/adapter-event.ts";
import type { Channel, ChannelEvents, Ending } from "./channel.ts";
import { faultOfAnswer, faultOfEvent, faultOfRequest, type Operation } from "./contract.ts";
import { EventShelf } from "./events.ts";
import {
  AdapterChattering,
  AdapterDied,
  AdapterError,
  AdapterFailure,
  AdapterInvalid,
  AdapterSilent,
  AdapterSlow,
  type AdapterHooks,
  type RefusalCode,
} from "./types.ts";
import { shortened, withLog } from "./words.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** So many events are taken without a request, and so many more with each: more than any implementation has, even one that connects anew every millisecond. */
const mostEvents = 100_000;
const eventsForRequest = 1000;
const keptLog = 100;
const exitMs = 2000;

interface Pending {
  readonly op: Operation;
  /** For a person; made only when it is shown, since messages are large. */
  readonly text: () => string;
  readonly startedAt: number;
  readonly ceilingMs: number;
  readonly resolve: (answer: Fields) => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
  late: boolean;
}

export class Session {
  /** Set once the adapter has failed. */
  failure: AdapterFailure | undefined;
  /** How it ended, once it has. */
  ending: Ending | undefined;
  /** Whether it had to be killed after the end of its input. */
  lingered = false;
  readonly log: string[] = [];
  readonly #hooks: AdapterHooks;
  readonly #channel: Channel;
  readonly #pending = new Map<number, Pending>();
  readonly #events = new EventShelf();
  readonly #gone: Promise<void>;
  #onGone: () => void = () => undefined;
  #lastId = 0;
  #lastText: (() => string) | undefined;
  #unasked = 0;
  #condemned = false;
  #ended: Promise<void> | undefined;

  constructor(open: (events: ChannelEvents) => Channel, hooks: AdapterHooks = {}) {
    this.#hooks = hooks;
    this.#gone = new Promise((resolve) => (this.#onGone = resolve));
    this.#channel = open({
      message: (value) => this.#take(value),
      garbage: (line, wrong) => this.#condemn(new AdapterInvalid(`${wrong}, on its standard output: ${shortened(line)}`)),
      log: (line) => this.#note(line),
      gone: (ending) => this.#takeEnd(ending),
    });
  }

  /** Asks, and gives the members of the answer. `allowedMs` is the time that the request itself allows, −1 for any. Refusals reject with AdapterError. */
  async request(op: Operation, fields: Fields, allowedMs = 0): Promise<Fields> {
    const fault = faultOfRequest(op, { id: 1, op, ...fields });
    if (fault !== undefined) throw new TypeError(`The harness must not ask ${op} ${JSON.stringify(fields)}: ${fault}`);
    return this.ask(op, op, fields, allowedMs);
  }

  /** The same without a look at the request: any operation name may be asked. The answer is judged as one to `like`. */
  async ask(op: string, like: Operation, fields: Fields, allowedMs = 0): Promise<Fields> {
    if (this.failure !== undefined) throw this.failure;
    if (this.#ended !== undefined) throw new AdapterFailure("harness", `${op} was asked of an adapter that has been ended`);
    this.#lastId += 1;
    const id = this.#lastId;
    const text = (): string => shortened(`${op} ${JSON.stringify(fields)}`);
    const ownMs = op === "hello" ? (this.#hooks.startMs ?? 20_000) : (this.#hooks.answerMs ?? 10_000);
    this.#lastText = text;
    this.#unasked = Math.max(0, this.#unasked - eventsForRequest);
    return new Promise<Fields>((resolve, reject) => {
      const pending: Pending = {
        op: like,
        text,
        startedAt: performance.now(),
        ceilingMs: ownMs + Math.max(0, allowedMs),
        resolve,
        reject,
        timer: undefined,
        late: false,
      };
      if (allowedMs >= 0) pending.timer = setTimeout(() => this.#overdue(id, pending), pending.ceilingMs);
      this.#pending.set(id, pending);
      this.#channel.send({ id, op, ...fields });
    });
  }

  /** See AdapterClient.nextEvent. */
  nextEvent(handle: number, names: readonly string[], signal: AbortSignal): Promise<AdapterEvent> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return this.#events.next(handle, names, signal);
  }

  forget(handle: number): void {
    this.#events.forget(handle);
  }

  /** End of its input, then its exit, or its death when it lingers. Never rejects. */
  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    this.#rejectAll(this.failure ?? new AdapterFailure("harness", "the adapter has been ended"));
    if (this.ending === undefined && !this.#condemned) {
      this.#channel.finish();
      const timer = setTimeout(() => {
        this.lingered = true;
        this.#channel.kill(false);
      }, this.#hooks.exitMs ?? exitMs);
      await this.#gone;
      clearTimeout(timer);
    }
    await this.#gone;
  }

  #take(value: unknown): void {
    if (this.#condemned) return;
    const line = (): string => shortened(JSON.stringify(value));
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return void this.#condemn(new AdapterInvalid(`a line is not an object: ${line()}`));
    const fields = value as Fields;
    if (!("id" in fields) && "event" in fields) return void this.#takeEvent(fields, line);
    const id = fields["id"];
    const pending = typeof id === "number" ? this.#pending.get(id) : undefined;
    if (pending === undefined) return void this.#condemn(new AdapterInvalid(this.#noRequest(id, line)));
    this.#pending.delete(id as number);
    clearTimeout(pending.timer);
    const fault = pending.op === "hello" ? faultOfHello(fields) : faultOfAnswer(pending.op, fields);
    if (fault !== undefined) return void this.#condemn(new AdapterInvalid(`the answer to ${pending.text()} is wrong: ${fault}: ${line()}`), pending);
    if (pending.late)
      return void this.#condemn(
        new AdapterSlow(`it answered ${pending.text()} after ${Math.round(performance.now() - pending.startedAt)} ms; the ceiling is ${pending.ceilingMs} ms`),
        pending,
      );
    if (fields["ok"] === true) {
      if (pending.op === "open") {
        const wrong = this.#events.admit(fields["socket"] as number);
        if (wrong !== undefined) return void this.#condemn(new AdapterInvalid(`the answer to ${pending.text()} is wrong: ${wrong}: ${line()}`), pending);
      }
      return void pending.resolve(fields);
    }
    const { code, message } = fields["error"] as { readonly code: RefusalCode; readonly message: string };
    pending.reject(new AdapterError(code, message));
  }

  #noRequest(id: unknown, line: () => string): string {
    if (id === undefined) return `a line has neither an id nor an event: ${line()}`;
    if (typeof id === "number" && Number.isInteger(id) && id >= 1 && id <= this.#lastId) return `request ${id} is answered a second time: ${line()}`;
    return `there was no request with the id ${JSON.stringify(id)}: ${line()}`;
  }

  #takeEvent(fields: Fields, line: () => string): void {
    this.#unasked += 1;
    if (this.#unasked > mostEvents)
      return void this.#condemn(new AdapterChattering(`it told more than ${mostEvents} events without being asked for anything; the last: ${line()}`));
    const opening = [...this.#pending.values()].some(({ op }) => op === "open");
    const fault = faultOfEvent(fields) ?? this.#events.put(fields as unknown as AdapterEvent, opening);
    if (fault !== undefined) this.#condemn(new AdapterInvalid(`an event is wrong: ${fault}: ${line()}`));
  }

  #takeEnd(ending: Ending): void {
    this.ending = ending;
    this.#onGone();
    if (this.#condemned || this.#ended !== undefined) return;
    this.#condemned = true;
    const { exitCode, signal, spawnError } = ending;
    const how = exitCode === null ? `signal ${String(signal)}` : `exit code ${exitCode}`;
    const when = this.#lastText === undefined ? "before anything was asked" : `after ${this.#lastText()}`;
    const message = spawnError === undefined ? `it ended with ${how}, ${when}` : `it cannot be started: ${spawnError}`;
    this.#fail(new AdapterDied(withLog(message, this.log), exitCode, signal));
  }

  /** What arrived meanwhile is read first: the harness itself may have been held up. */
  #overdue(id: number, pending: Pending): void {
    const graceMs = this.#hooks.graceMs ?? 5000;
    setImmediate(() => {
      if (this.#pending.get(id) !== pending || this.#condemned) return;
      pending.late = true;
      pending.timer = setTimeout(() => {
        const message = `no answer to ${pending.text()} within ${pending.ceilingMs} ms, nor ${graceMs} ms later; it was killed`;
        void this.#condemnAfterDump((log) => new AdapterSilent(withLog(message, log)));
      }, graceMs);
    });
  }

  /** Ends an adapter that broke the protocol. */
  #condemn(failure: AdapterFailure, pending?: Pending): void {
    pending?.reject(failure);
    if (this.#condemned) return;
    this.#condemned = true;
    this.#fail(failure);
    this.#channel.kill(false);
  }

  /** The failure is told when the program is gone, so that its last words are part of it. */
  async #condemnAfterDump(describe: (log: readonly string[]) => AdapterFailure): Promise<void> {
    if (this.#condemned) return;
    this.#condemned = true;
    this.#channel.kill(true);
    await this.#gone;
    this.#fail(describe(this.log));
  }

  #fail(failure: AdapterFailure): void {
    this.failure ??= failure;
    this.#rejectAll(this.failure);
  }

  #rejectAll(error: Error): void {
    for (const pending of this.#pending.values()) {
      clearTimeout(pending.timer);
      pending.reject(error);
    }
    this.#pending.clear();
    this.#events.rejectAll(error);
  }

  #note(line: string): void {
    this.log.push(line);
    if (this.log.length > keptLog) this.log.shift();
    this.#hooks.onLog?.(line);
  }
}

/** Another version is told as such, not as a list of what differs. */
function faultOfHello(answer: Fields): string | undefined {
  const version = answer["version"];
  if (answer["ok"] === true && version !== undefined && version !== 1)
    return `it speaks version ${JSON.stringify(version)} of the adapter protocol, this harness speaks version 1`;
  return faultOfAnswer("hello", answer);
}
