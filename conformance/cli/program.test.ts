/** The built program as a process: its streams, its exit codes, its signals. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Report } from "../kit/model.ts";
import { projectRoot, readJson } from "../kit/root.ts";
import { faultsOf } from "../manifests/schema.ts";

describe("the program", () => {
  it("prints its version and ends with 0", async () => {
    const { code, out, err } = await run(["--version"]);
    expect({ code, out, err }).toEqual({ code: 0, out: `${(readJson("package.json") as { version: string }).version}\n`, err: "" });
  });

  it("ends with 3 on a mistake, and says nothing on the standard output", async () => {
    const { code, out, err } = await run(["check", "--filter", "no-such-thing"]);
    expect(code).toBe(3);
    expect(out).toBe("");
    expect(err).toMatch(/^Error: The filter "no-such-thing" matches no/u);
  });

  it("lists every statement of the specification with its properties, as JSON and nothing else", async () => {
    const { code, out, err } = await run(["check", "--list", "--json", "-"]);
    const { statements } = JSON.parse(out) as { statements: readonly { id: string; properties: readonly string[] }[] };
    const { requirements } = readJson("schemas/model/requirements.json") as { requirements: readonly { id: string }[] };
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(statements.map(({ id }) => id)).toEqual(requirements.map(({ id }) => id));
    expect(statements.some(({ properties }) => properties.length > 0)).toBe(true);
  });

  it("explains a statement of the specification", async () => {
    const { code, out } = await run(["explain", "framing.more"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^framing\.more {2}MUST\n[^]*spec\/wire\/framing\.md/u);
  });

  it("ends when nobody reads what it prints", async () => {
    const child = start(["check", "--list"]);
    child.stdout.destroy();
    const [code] = (await once(child, "exit")) as [number | null];
    expect([0, 3]).toContain(code);
  });
});

describe("a judgement of the reference", () => {
  const args = ["check", "--quick", "--filter", "greeting"];

  it("by one chapter conforms, and leaves the standard output to the report", async () => {
    const { code, out, err } = await run([...args, "--json", "-"]);
    expect(faultsOf("report", JSON.parse(out))).toEqual([]);
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringMatching(/Exit code 0: conforming\.\n$/u) as string });
  });

  it("that is interrupted ends with 130 and a partial report", async () => {
    const child = start(["check", "--jobs", "1", "--json", "-"]);
    const ended = outcome(child);
    await once(child.stderr, "data");
    child.kill("SIGINT");
    const { code, out } = await ended;
    const report = JSON.parse(out) as Report;
    expect(code).toBe(130);
    expect(faultsOf("report", report)).toEqual([]);
    expect({ complete: report.complete, exitCode: report.exitCode }).toEqual({ complete: false, exitCode: 130 });
  });
});

describe("the doctor", () => {
  it("finds a good adapter ready, and ends with 0", async () => {
    const { code, out, err } = await run(["doctor", "--", process.execPath, join(projectRoot(), "conformance/adapters/minimal/main.js")]);
    expect(out).toContain("The adapter is ready.");
    expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("finds what is wrong with a program that is no adapter, and ends with 1", async () => {
    const { code, out } = await run(["doctor", "--", process.execPath, "-e", "console.log('hello')"]);
    expect(out).toContain("wrong with the adapter");
    expect(code).toBe(1);
  });

  it("asks for the command when there is none", async () => {
    const { code, err } = await run(["doctor"]);
    expect({ code, err }).toEqual({ code: 3, err: "Error: Say how the adapter starts: patternwire doctor -- COMMAND\n" });
  });
});

describe("an adapter that cannot be judged", () => {
  it("as it ends at once makes exit code 3, and the doctor is named", async () => {
    const { code, err } = await run(["check", "--", process.execPath, "-e", "process.exit(1)"]);
    expect(code).toBe(3);
    expect(err).toMatch(/The adapter ended[^]*npx patternwire doctor -- /u);
  });

  it("as it is silent can be left at once by a second Ctrl-C", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const adapter = `require("node:net").connect(${String(port)}, "127.0.0.1").on("error", () => {}).resume(); process.stdin.resume().on("end", () => process.exit());`;
    const child = start(["check", "--", process.execPath, "-e", adapter]);
    const ended = outcome(child);
    await once(server, "connection");
    child.kill("SIGINT");
    await once(child.stderr, "data");
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    server.close();
  });
});

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [join(projectRoot(), "conformance/cli/patternwire.js"), ...args], { env: { ...process.env, NO_COLOR: "1" } });
}

async function run(args: readonly string[]): Promise<Outcome> {
  return outcome(start(args));
}

async function outcome(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const texts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.err += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, ...texts };
}
