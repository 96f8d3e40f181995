/** The chapter on the adapter protocol is true: its examples keep the schemas, its adapter works, and the adapters are as small as it says. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runDoctor } from "./doctor.ts";
import { projectRoot } from "../../kit/root.ts";
import { faultOfAnswer, faultOfEvent, faultOfRequest, type Operation } from "../../kit/adapter/contract.ts";

const adapters = join(projectRoot(), "conformance", "adapters");
const chapter = readFileSync(join(adapters, "PROTOCOL.md"), "utf8");
const fences = [...chapter.matchAll(/^```(\w+)\n([^]*?)^```$/gmu)].map(([, language, text]) => ({ language, text: text ?? "" }));
const lines = fences.filter(({ language }) => language === "ndjson").flatMap(({ text }) => text.trimEnd().split("\n"));

describe("the examples of PROTOCOL.md", () => {
  const requests = new Map<number, Operation>();

  it.each(lines)("%s", (line) => {
    const value = JSON.parse(line.slice(1)) as { readonly id?: number; readonly op?: Operation; readonly event?: string; readonly ok?: boolean };
    if (line.startsWith("→") && value.id !== undefined && value.op !== undefined) {
      expect(faultOfRequest(value.op, value)).toBeUndefined();
      requests.set(value.id, value.op);
      return;
    }
    expect(line).toMatch(/^← /u);
    const op = requests.get(value.id ?? 0);
    expect(value.event === undefined ? op : "event").toBeDefined();
    expect(op === undefined ? faultOfEvent(value) : faultOfAnswer(op, value)).toBeUndefined();
  });

  it("show every operation", () => {
    expect(new Set(requests.values())).toEqual(
      new Set(["hello", "open", "option", "bind", "unbind", "connect", "disconnect", "send", "receive", "step", "proxy", "close"]),
    );
  });
});

it("the adapter of PROTOCOL.md has about forty lines, and the doctor finds nothing wrong with it", async () => {
  const source = fences.find(({ language }) => language === "js")?.text ?? "";
  expect(source.trimEnd().split("\n").length).toBeLessThanOrEqual(41);
  let text = "";
  const command = [process.execPath, "--input-type=module", "-e", source];
  const code = await runDoctor({ type: "program", name: "chapter", command, cwd: projectRoot() }, (written) => (text += written));
  expect(text).not.toContain("WRONG");
  expect(code).toBe(0);
});

it("without the package zeromq its adapter says how to get it, and exits with code 3", async () => {
  const home = mkdtempSync(join(tmpdir(), "patternwire-"));
  try {
    for (const folder of ["node", "zeromq.js"]) mkdirSync(join(home, folder));
    copyFileSync(join(adapters, "node", "adapter.js"), join(home, "node", "adapter.js"));
    for (const file of ["main.js", "description.js"]) copyFileSync(join(adapters, "zeromq.js", file), join(home, "zeromq.js", file));
    const child = spawn(process.execPath, [join(home, "zeromq.js", "main.js")], { stdio: ["ignore", "ignore", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString()));
    const [code] = (await once(child, "close")) as [number];
    expect(complaint).toContain("npm install --save-dev zeromq");
    expect(code).toBe(3);
  } finally {
    rmSync(home, { recursive: true });
  }
});
