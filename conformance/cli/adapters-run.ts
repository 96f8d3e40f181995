/** What `patternwire adapters` does. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../schemas/types/manifest.ts";
import { projectRoot } from "../kit/root.ts";
import { loadManifest, manifestNames } from "../manifests/load.ts";
import { parseArguments, wholeNumber } from "./arguments.ts";
import type { Command, Context, ExitCode } from "./context.ts";
import { isOnPath } from "./target.ts";
import { UsageError } from "./usage-error.ts";

export const run: Command["run"] = async (args, context) => {
  const options = { quick: "flag", within: "text" } as const;
  const { positionals, flag, text } = parseArguments(args, { options, command: "patternwire adapters" });
  const [action = "list", ...names] = positionals;
  const within = text("within");
  if (action === "judge") {
    const { judgeAdapters } = await import("./judge-adapters.ts");
    const limit = within === undefined ? {} : { withinMs: 1000 * wholeNumber("within", within, 1, 86_400) };
    return judgeAdapters(names, { level: flag("quick") ? "quick" : "standard", ...limit }, context);
  }
  if (flag("quick") || within !== undefined) throw new UsageError("--quick and --within are for: patternwire adapters judge");
  if (action === "list" && names.length === 0) return list(context);
  if (action === "build") return build(names, context);
  throw new UsageError(`"${[action, ...names].join(" ")}" is unexpected: patternwire adapters list, build NAME… or judge NAME…`);
};

function list(context: Context): ExitCode {
  for (const name of manifestNames()) {
    const { version, language, build } = loadManifest(name);
    context.out.write(`${name.padEnd(16)}${version.padEnd(12)}${language.padEnd(12)}${stateOf(build)}\n`);
  }
  return 0;
}

function stateOf(build: Manifest["build"]): string {
  if (build === undefined) return "needs no build";
  if (existsSync(join(projectRoot(), build.makes))) return "built";
  const missing = build.tools.filter((tool) => !isOnPath(tool));
  return missing.length === 0 ? "not built" : `not built: needs ${missing.join(", ")} (${build.install})`;
}

async function build(names: readonly string[], context: Context): Promise<ExitCode> {
  const { absent, buildAdapter } = await import("./build-adapter.ts");
  let failed = false;
  for (const name of names.length > 0 ? names : manifestNames()) {
    const built = await buildAdapter(loadManifest(name), (words) => context.err.write(`${name}: ${words}\n`));
    if (built.type === "failed") {
      failed = true;
      const hint = `A library may be missing. Its manifest says: ${built.install}`;
      context.out.write([`${name}: NOT BUILT. This failed: ${built.command}`, ...built.output.map((line) => `  ${line}`), `  ${hint}`, ""].join("\n"));
    } else if (built.type === "missing-tools") {
      failed ||= names.length > 0;
      context.out.write(`${name}: left out, as ${absent(built.tools)}. Get it with: ${built.install}\n`);
    } else context.out.write(`${name}: ${built.type === "built" ? "built" : "needs no build"}\n`);
  }
  return failed ? 1 : 0;
}
