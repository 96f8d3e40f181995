/** Every way in which an adapter can fail ends in its own error, with words that help, and never in a wait without end. */
import { describe, expect, it } from "vitest";
import { projectRoot } from "../root.ts";
import type { Target } from "../run-options.ts";
import { openAdapter } from "./client.ts";
import { AdapterChattering, AdapterDied, AdapterError, AdapterFailure, AdapterInvalid, AdapterSilent, AdapterSlow, type AdapterHooks } from "./types.ts";

const cwd = projectRoot();
const degenerate = (name: string, ...args: readonly string[]): Target => ({
  type: "program",
  name,
  command: [process.execPath, `conformance/adapters/degenerate/${name}.js`, ...args],
  cwd,
});
const script = (source: string): Target => ({ type: "program", name: "script", command: [process.execPath, "-e", source], cwd });

/** A program that answers hello, so that what comes after is the case. */
const afterHello = (source: string): Target =>
  script(`
    const { createInterface } = require("node:readline");
    const write = (value) => process.stdout.write(typeof value === "string" ? value : JSON.stringify(value) + "\\n");
    const capabilities = { protocol: "3.1", socketTypes: ["REQ"], transports: ["tcp"], mechanisms: ["NULL"], options: [], operations: ["hello", "open", "close", "receive"], events: [] };
    const hello = { version: 1, implementation: { name: "script", version: "1", language: "JavaScript" }, capabilities, choices: {} };
    createInterface({ input: process.stdin }).on("line", (line) => {
      const request = JSON.parse(line);
      if (request.op === "hello") write({ id: request.id, ok: true, ...hello });
      else { ${source} }
    });
  `);

async function failureOf(target: Target, hooks: AdapterHooks = {}): Promise<AdapterFailure> {
  try {
    const adapter = await openAdapter(target, hooks);
    try {
      const handle = await adapter.open("REQ");
      await adapter.receive(handle, 0).catch(ignoreRefusal);
      await adapter.nextEvent(handle, ["nothing"], AbortSignal.timeout(60_000));
    } finally {
      await adapter.end();
    }
  } catch (error) {
    if (error instanceof AdapterFailure) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof AdapterError)) throw error;
}

describe("an adapter that", () => {
  it.each([
    [
      "answers hello and then nothing",
      degenerate("silent"),
      { answerMs: 100, graceMs: 50 },
      AdapterSilent,
      "adapter-silent",
      /^no answer to open \{"type":"REQ"\} within 100 ms, nor 50 ms later; it was killed/,
    ],
    ["never answers hello", script("setInterval(() => {}, 1000)"), { startMs: 300, graceMs: 50 }, AdapterSilent, "adapter-silent", /^no answer to hello/],
    [
      "answers late",
      degenerate("slow", "1000"),
      { answerMs: 20, graceMs: 30_000 },
      AdapterSlow,
      "adapter-silent",
      /^it answered open \{"type":"REQ"\} after \d+ ms; the ceiling is 20 ms/,
    ],
    [
      "writes what is not JSON",
      degenerate("not-json"),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /^it is not JSON, on its standard output: not-json 1\.0\.0 is ready/,
    ],
    [
      "writes what is not UTF-8",
      script("process.stdout.write(Buffer.from([0xff, 0x0a])); setInterval(() => {}, 1000)"),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /^it is not UTF-8/,
    ],
    ["writes what is not an object", afterHello("write([1])"), {}, AdapterInvalid, "adapter-invalid", /^a line is not an object: \[1\]/],
    [
      "breaks the schema",
      degenerate("schema-violating"),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /^the answer to open \{"type":"REQ"\} is wrong: \/socket must be integer: \{"id":2/,
    ],
    [
      "gives the result of another operation",
      afterHello(`write({ id: request.id, ok: true, endpoint: "tcp://x" })`),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /lacks the member "socket"/,
    ],
    [
      "refuses with an unknown code",
      afterHello(`write({ id: request.id, ok: false, error: { code: "EAGAIN", message: "" } })`),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /\/error\/code must be one of "would-block"/,
    ],
    [
      "speaks another version",
      degenerate("wrong-version"),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /it speaks version 2 of the adapter protocol, this harness speaks version 1/,
    ],
    [
      "refuses hello",
      script(`process.stdin.once("data", () => console.log('{"id":1,"ok":false,"error":{"code":"failed","message":"no"}}'))`),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /^it refuses hello \(failed\): no/,
    ],
    ["answers twice", degenerate("answers-twice"), {}, AdapterInvalid, "adapter-invalid", /^request 2 is answered a second time/],
    ["answers what was not asked", afterHello(`write({ id: 77, ok: true })`), {}, AdapterInvalid, "adapter-invalid", /^there was no request with the id 77/],
    [
      "writes neither answer nor event",
      afterHello(`write({ log: "opening" })`),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /^a line has neither an id nor an event/,
    ],
    [
      "tells an event of no socket",
      afterHello(`write({ id: request.id, ok: true, socket: 1 }); write({ event: "connect", socket: 9 })`),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /^an event is wrong: there is no socket 9/,
    ],
    ["tells events without end", degenerate("chattering"), {}, AdapterChattering, "adapter-invalid", /^it told more than 100000 events/],
    [
      "writes a line without end",
      script(`const a = "a".repeat(1 << 20); const more = () => process.stdout.write(a, more); more()`),
      {},
      AdapterInvalid,
      "adapter-invalid",
      /^the line is longer than 67108864 octets/,
    ],
    [
      "dies",
      degenerate("dies-on-open"),
      {},
      AdapterDied,
      "adapter-died",
      /^it ended with exit code 7, after open \{"type":"REQ"\}; last on its standard error:\n {2}the library could not be loaded$/,
    ],
    ["is killed", afterHello(`process.kill(process.pid, "SIGKILL")`), {}, AdapterDied, "adapter-died", /^it ended with signal SIGKILL/],
    [
      "does not start",
      { type: "program", name: "none", command: ["./no-such-program"], cwd },
      {},
      AdapterDied,
      "adapter-died",
      /^it cannot be started: .*no-such-program/,
    ],
    ["has no command", { type: "program", name: "none", command: [] }, {}, AdapterDied, "adapter-died", /^it cannot be started/],
    [
      "is no module",
      { type: "in-process", name: "none", module: "conformance/kit/no-such-module.ts" },
      {},
      AdapterDied,
      "adapter-died",
      /^it cannot be loaded/,
    ],
    [
      "is a module of something else",
      { type: "in-process", name: "none", module: "conformance/kit/adapter/words.ts" },
      {},
      AdapterDied,
      "adapter-died",
      /exports no function openInProcess/,
    ],
  ] as const)("%s", async (_name, target, hooks, type, cause, message) => {
    const failure = await failureOf(target, hooks);
    expect(failure).toBeInstanceOf(type);
    expect(failure.name).toBe(type.name);
    expect(failure.cause).toBe(cause);
    expect(failure.message).toMatch(message);
  });
});

it("every pending operation rejects with the failure, and so does every later one", async () => {
  const adapter = await openAdapter(
    afterHello(`if (request.op === "open") write({ id: request.id, ok: true, socket: 1 }); else if (request.op === "close") process.exit(3);`),
  );
  const handle = await adapter.open("REQ");
  const failures = [adapter.receive(handle, -1), adapter.nextEvent(handle, ["connect"], AbortSignal.timeout(60_000)), adapter.close(handle)].map((pending) =>
    pending.then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
  const [first, ...others] = await Promise.all(failures);
  expect(first).toBeInstanceOf(AdapterDied);
  expect(others).toEqual([first, first]);
  expect(adapter.failure).toBe(first);
  await expect(adapter.open("REQ")).rejects.toBe(first);
  await adapter.end();
});

it("an adapter that lingers after the end of its input is killed", async () => {
  const adapter = await openAdapter(degenerate("one-at-a-time"), { exitMs: 100 });
  await adapter.end();
  await expect(adapter.open("REQ")).rejects.toThrow("has been ended");
});

it("a wait for an event ends with its signal", async () => {
  const adapter = await openAdapter(degenerate("closes"));
  const handle = await adapter.open("REQ");
  await expect(adapter.nextEvent(handle, ["connect"], AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
  const later = new AbortController();
  const waiting = adapter.nextEvent(handle, ["connect"], later.signal);
  later.abort(new Error("too late"));
  await expect(waiting).rejects.toThrow("too late");
  await adapter.end();
});

it("what the harness must not ask is its own fault, not the adapter's", async () => {
  const adapter = await openAdapter(degenerate("closes"));
  const handle = await adapter.open("REQ");
  await expect(adapter.send(handle, [], 0)).rejects.toThrow(/^The harness must not ask send/);
  await expect(adapter.bind(handle, "nowhere")).rejects.toThrow(TypeError);
  expect(adapter.failure).toBeUndefined();
  await adapter.end();
});

it("what an adapter does not declare is refused without asking, but a step is then not needed", async () => {
  const adapter = await openAdapter(afterHello(`write({ id: request.id, ok: true, socket: 1 })`));
  const handle = await adapter.open("REQ");
  await expect(adapter.connect(handle, "tcp://127.0.0.1:1")).rejects.toMatchObject({ name: "AdapterError", code: "unsupported" });
  await adapter.step(handle);
  await adapter.end();
});
