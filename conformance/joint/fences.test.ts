/** Every trace of the specification runs: on the reference, which keeps every statement, and on libzmq, which may only fail where its manifest says so, or at a SHOULD. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFences, type Fence } from "../checks/generate/fences.ts";
import { openAdapter } from "../kit/adapter/client.ts";
import type { AdapterClient } from "../kit/adapter/types.ts";
import { spokenOver } from "../kit/applies.ts";
import type { Transport } from "../kit/model.ts";
import { Unexpected, Violation } from "../kit/outcome.ts";
import { requirement } from "../kit/requirements.ts";
import { projectRoot, readJson } from "../kit/root.ts";
import type { Target } from "../kit/run-options.ts";
import { Stage } from "../kit/stage.ts";
import { parseTrace } from "../kit/trace/parse.ts";
import { runTrace } from "../kit/trace/run.ts";

const root = projectRoot();
const traces: readonly Fence[] = readdirSync(join(root, "spec"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .sort()
  .flatMap((file) => readFences(`spec/${file}`, readFileSync(join(root, "spec", file), "utf8")))
  .filter((fence) => fence.language === "zmtp" && fence.info.startsWith("trace"));
const reference: Target = { type: "program", name: "reference", command: [process.execPath, "conformance/adapters/reference/main.js"], cwd: root };
const libzmq: Target = { type: "program", name: "zeromq.js", command: [process.execPath, "conformance/adapters/zeromq.js/main.js"], cwd: root };
const { knownFailures } = readJson("conformance/manifests/zeromq.js.json") as { readonly knownFailures: readonly { readonly statement: string }[] };
const libzmqMayBreak = (statement: string): boolean =>
  requirement(statement).level.startsWith("SHOULD") || knownFailures.some((entry) => entry.statement === statement);

it("the specification has traces", () => {
  expect(traces.length).toBeGreaterThan(30);
});

describe.each([
  { name: "the reference", target: reference, mayBreak: () => false },
  { name: "libzmq", target: libzmq, mayBreak: libzmqMayBreak },
])("on $name", ({ target, mayBreak }) => {
  let adapter: AdapterClient;
  beforeAll(async () => {
    adapter = await openAdapter(target);
  });
  afterAll(async () => {
    await adapter.end();
  });

  it.each(traces.map((fence) => [`${fence.file}:${String(fence.line)} ${fence.statement ?? ""}`, fence] as const))("%s", async (_name, fence) => {
    const failure = await play(adapter, fence);
    if (failure === undefined || (fence.statement !== undefined && mayBreak(fence.statement))) return;
    expect.fail(failure);
  });
});

/** What went otherwise than written, or nothing. */
async function play(adapter: AdapterClient, fence: Fence): Promise<string | undefined> {
  const transport = (/transport=(\S+)/.exec(fence.info)?.[1] ?? "tcp") as Transport;
  const stage = new Stage({ adapter, hello: adapter.hello, transport, protocol: spokenOver(transport, "3.1"), ceilingMs: 4000 });
  try {
    await runTrace(parseTrace(fence.text), stage);
    return undefined;
  } catch (error) {
    if (error instanceof Unexpected || error instanceof Violation) return `${error.message}\nso far:\n${stage.record.steps.join("\n")}`;
    throw error;
  } finally {
    await stage.clear();
  }
}
