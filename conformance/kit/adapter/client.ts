/** Opens an adapter, as a program or within this process, and speaks the adapter protocol with it. */
import type { Target } from "../run-options.ts";
import type { Channel, ChannelEvents } from "./channel.ts";
import type { Operation } from "./contract.ts";
import { loadInProcess, startInProcess } from "./in-process.ts";
import { startProgram } from "./program.ts";
import { Session, type Fields } from "./session.ts";
import { AdapterDied, AdapterError, AdapterInvalid, type AdapterClient, type AdapterHooks, type Hello } from "./types.ts";

/** Starts the adapter and reads its hello. Rejects with an AdapterFailure when it does not come up; nothing is left running then. */
export async function openAdapter(target: Target, hooks: AdapterHooks = {}): Promise<AdapterClient> {
  const session = await openSession(target, hooks);
  try {
    const { version, implementation, capabilities, choices } = (await session.request("hello", { version: 1 })) as unknown as Hello;
    return clientOf(session, { version, implementation, capabilities, choices });
  } catch (error) {
    await session.end();
    if (error instanceof AdapterError) throw new AdapterInvalid(`it refuses hello (${error.code}): ${error.message}`);
    throw error;
  }
}

/** The conversation beneath a client, before hello. */
export async function openSession(target: Target, hooks: AdapterHooks = {}): Promise<Session> {
  return new Session(await opener(target), hooks);
}

async function opener(target: Target): Promise<(events: ChannelEvents) => Channel> {
  if (target.type === "program") return (events) => startProgram(target, events);
  try {
    return await startInProcess(await loadInProcess(target.module));
  } catch (error) {
    throw new AdapterDied(`it cannot be loaded: ${error instanceof Error ? error.message : String(error)}`, null, null);
  }
}

function clientOf(session: Session, hello: Hello): AdapterClient {
  const operations = new Set(hello.capabilities.operations);
  const ask = async <T>(op: Operation, fields: Fields, take: (answer: Fields) => T, allowedMs?: number): Promise<T> => {
    if (!operations.has(op)) throw new AdapterError("unsupported", `the adapter does not declare ${op}`);
    return take(await session.request(op, fields, allowedMs));
  };
  const request: typeof ask = (...given) => guarded(ask(...given));
  const done = (op: Operation, fields: Fields): Promise<void> => request(op, fields, () => undefined);
  return {
    hello,
    get failure() {
      return session.failure;
    },
    log: session.log,
    open: (type, options = {}) => {
      const values = Object.fromEntries(Object.entries(options).map(([name, value]) => [name, jsonValue(value)]));
      return request("open", { type, ...(Object.keys(values).length > 0 && { options: values }) }, (answer) => answer["socket"] as number);
    },
    option: (socket, name, value) => done("option", { socket, name, value: jsonValue(value) }),
    bind: (socket, endpoint) => request("bind", { socket, endpoint }, (answer) => answer["endpoint"] as string),
    unbind: (socket, endpoint) => done("unbind", { socket, endpoint }),
    connect: (socket, endpoint) => done("connect", { socket, endpoint }),
    disconnect: (socket, endpoint) => done("disconnect", { socket, endpoint }),
    send: (socket, parts, timeoutMs) => request("send", { socket, parts: parts.map(base64), timeoutMs }, () => undefined, timeoutMs),
    receive: (socket, timeoutMs) => guarded(request("receive", { socket, timeoutMs }, partsOf, timeoutMs).catch(nothingOrThrow)),
    // An implementation that needs no steps has an adapter without the operation.
    step: (socket) => (operations.has("step") ? done("step", { socket }) : Promise.resolve()),
    proxy: (frontend, backend) => done("proxy", { frontend, backend }),
    close: (socket) => request("close", { socket }, () => session.forget(socket)),
    nextEvent: (socket, names, signal) => guarded(session.nextEvent(socket, names, signal)),
    end: () => session.end(),
  };
}

/** Several operations are often under way when an adapter fails; a caller that has stopped at the first is not to be ended by the others. */
function guarded<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function partsOf(answer: Fields): readonly Uint8Array[] {
  return (answer["parts"] as readonly string[]).map((part) => new Uint8Array(Buffer.from(part, "base64")));
}

function nothingOrThrow(error: unknown): undefined {
  if (!(error instanceof AdapterError) || error.code !== "would-block") throw error;
}

function jsonValue(value: unknown): unknown {
  return value instanceof Uint8Array ? { base64: base64(value) } : value;
}

function base64(octets: Uint8Array): string {
  return Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString("base64");
}
