/** What `patternwire matrix` does. */
import { join } from "node:path";
import { manifestNames } from "../manifests/load.ts";
import { measurementJson } from "../reports/measurement.ts";
import { parseArguments, wholeNumber } from "./arguments.ts";
import type { Command } from "./context.ts";
import { makeFolder, writeWhole } from "./files.ts";
import { UsageError } from "./usage-error.ts";

const defaultFolder = "matrix";

export const run: Command["run"] = async (args, context) => {
  const options = { impl: "texts", shard: "text", out: "text", "no-build": "flag", quick: "flag", full: "flag", seed: "text", jobs: "text" } as const;
  const { positionals, flag, text, texts } = parseArguments(args, { options, command: "patternwire matrix" });
  if (positionals.length > 0) throw new UsageError(`"${positionals[0] ?? ""}" is unexpected. An implementation is named by --impl.`);
  if (flag("quick") && flag("full")) throw new UsageError("Give either --quick or --full, not both.");
  const unknown = texts("impl").find((name) => !manifestNames().includes(name));
  if (unknown !== undefined) throw new UsageError(`There is no implementation "${unknown}". Known are: ${manifestNames().join(", ")}.`);
  const names = shardOf(texts("impl").length > 0 ? texts("impl") : manifestNames(), text("shard"));
  const folder = text("out") ?? defaultFolder;
  makeFolder(folder);
  const { measure } = await import("./measure.ts");
  const suite = await context.loadSuite();
  const abort = new AbortController();
  const release = context.onInterrupt(() => abort.abort());
  let measured = 0;
  for (const name of names) {
    const result = await measure(name, suite, {
      level: flag("quick") ? "quick" : flag("full") ? "full" : "standard",
      seed: wholeNumber("seed", text("seed") ?? "1", -(2 ** 31 - 1), 2 ** 31 - 1),
      jobs: wholeNumber("jobs", text("jobs") ?? "8", 1, 1024),
      build: !flag("no-build"),
      signal: abort.signal,
      onProgress: (line) => context.err.write(`${line}\n`),
    });
    if (abort.signal.aborted) break;
    if (result.type === "left-out") {
      context.out.write(`${name}: left out: ${result.why}\n`);
      continue;
    }
    const path = join(folder, `${name}.json`);
    writeWhole(path, measurementJson(result.measurement));
    const { summary } = result.report;
    context.out.write(`${name}: keeps ${String(summary.pass)}, breaks ${String(summary.fail)}, unsure of ${String(summary.inconclusive)}: ${path}\n`);
    measured += 1;
  }
  release();
  if (abort.signal.aborted) return 130;
  return measured === 0 ? 3 : texts("impl").length > 0 && measured < names.length ? 1 : 0;
};

/** The I-th of N parts; together they are the whole list. Exported for its test. */
export function shardOf(names: readonly string[], text: string | undefined): readonly string[] {
  if (text === undefined) return names;
  const [, part = "", parts = ""] = /^(\d+)\/(\d+)$/u.exec(text) ?? [];
  if (!(Number(part) >= 1 && Number(part) <= Number(parts))) throw new UsageError(`--shard takes I/N with 1 ≤ I ≤ N, as in 2/3, not "${text}".`);
  return names.filter((_, index) => index % Number(parts) === Number(part) - 1);
}
