/** The doctor finds nothing wrong with good adapters, and names what is wrong with bad ones. */
import { describe, expect, it } from "vitest";
import type { AdapterHooks, Hello } from "../../kit/adapter/types.ts";
import { projectRoot } from "../../kit/root.ts";
import { faultOfChoices } from "./declared.ts";
import { runDoctor } from "./doctor.ts";

async function examined(args: readonly string[], hooks: AdapterHooks = {}): Promise<{ readonly code: number; readonly text: string }> {
  let text = "";
  const target = { type: "program", name: "adapter", command: [process.execPath, ...args], cwd: projectRoot() } as const;
  const code = await runDoctor(target, (written) => (text += written), hooks);
  return { code, text };
}

const adapters = "conformance/adapters";

describe("a good adapter is found right:", () => {
  it.each(["zeromq.js", "reference", "minimal"])("%s", async (name) => {
    const { code, text } = await examined([`${adapters}/${name}/main.js`]);
    expect(text).not.toContain("WRONG");
    expect(text).toMatch(/The adapter is ready\. To judge the implementation: npx patternwire check -- /);
    expect(text).not.toContain("has no option");
    expect(text.match(/^ {2}right /gm)?.length).toBeGreaterThanOrEqual(12);
    expect(code).toBe(0);
  });
});

it("names the declared options that zeromq.js does not know", () => {
  const capabilities = { options: ["conflate", "noDrop", "verbosity", "subscribe", "ZMQ_LINGER"] } as unknown as Hello["capabilities"];
  expect(faultOfChoices(capabilities, {}).notes[0]).toBe("zeromq.js 6 has no option ZMQ_LINGER, and the suite uses its names.");
});

describe("what is wrong is told, with what to do:", () => {
  const impatient: AdapterHooks = { answerMs: 200, graceMs: 100, exitMs: 500 };

  it.each([
    ["silent", impatient, [/no answer to open/, /Answer every request with a line that has its id/]],
    ["closes", {}, [/was refused with would-block/]],
    [
      "accepts-everything",
      {},
      [/says ok to an operation that does not exist/, /says ok to a receive with timeoutMs 0/, /parts of 0 octets instead of 256 \+ 0/],
    ],
    [
      "not-json",
      {},
      [/it is not JSON, on its standard output: not-json 1\.0\.0 is ready/, /write what a person reads to standard error/, /One thing is wrong/],
    ],
    ["chattering", {}, [/told more than 100000 events/, /Tell an event once/]],
    ["wrong-version", {}, [/it speaks version 2/, /answer hello with version 1/, /One thing is wrong/]],
    [
      "dies-on-open",
      {},
      [/it ended with exit code 7, after open/, /A refusal is an answer, not an end/, /From its standard error:\n {2}the library could not be loaded/],
    ],
    ["schema-violating", {}, [/\/socket must be integer/, /The shape of every line is in schemas/]],
    ["answers-twice", {}, [/answered a second time/, /Answer each request once/]],
    ["one-at-a-time", { exitMs: 500 }, [/The bound endpoint is tcp:\/\/127\.0\.0\.1:0/, /answered after it/, /It goes on after the end of its standard input/]],
  ] as const)("%s", async (name, hooks, expected) => {
    const { code, text } = await examined([`${adapters}/degenerate/${name}.js`], hooks);
    for (const words of expected) expect(text).toMatch(words);
    expect(code).toBe(1);
  });

  it("slow", async () => {
    const { code, text } = await examined([`${adapters}/degenerate/slow.js`, "600"], { answerMs: 20, graceMs: 30_000 });
    expect(text).toMatch(/it answered open .* the ceiling is 20 ms/);
    expect(text).toContain("every other is answered at once");
    expect(code).toBe(1);
  });

  it("a choice that no statement leaves", async () => {
    const source = `
      const capabilities = { protocol: "3.1", socketTypes: ["REQ"], transports: ["tcp"], mechanisms: ["NULL"], options: ["hwm"], operations: ["hello", "open"], events: [] };
      const hello = { version: 1, implementation: { name: "script", version: "1", language: "JavaScript" }, capabilities, choices: { "framing.no-such": "x", "framing.reserved-received": "y" } };
      require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
        const { id, op } = JSON.parse(line);
        console.log(JSON.stringify(op === "hello" ? { id, ok: true, ...hello } : { id, ok: false, error: { code: "unsupported", message: "" } }));
      });`;
    const { code, text } = await examined(["-e", source]);
    expect(text).toMatch(/It does not declare bind, connect, send, receive, close\./);
    expect(text).toMatch(/The choice framing\.no-such is not known[^]*The choice framing\.reserved-received is declared as "y"; it is one of ignore, close\./);
    expect(code).toBe(1);
  });
});
