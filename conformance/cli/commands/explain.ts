/** `patternwire explain`: all that is known of a statement, or of a chapter. */
import { parseArguments } from "../arguments.ts";
import type { Command } from "../context.ts";
import { UsageError } from "../usage-error.ts";

export const explain: Command = {
  help: `Usage: patternwire explain ID

Prints a statement of the specification: its sentence, level and source, where it can be
observed, the choice that it leaves, the decision records behind it, the properties that
judge it, the mutants that break it, and its examples. The name of a chapter lists the
statements of the chapter.

Exit codes
  0    it is printed
  3    there is no such statement or chapter

Examples
  patternwire explain framing.close-on-command-more
  patternwire explain request-reply
`,
  run: async (args, context) => {
    const { positionals, program } = parseArguments(args, { options: {}, command: "patternwire explain" });
    const [id, ...others] = [...positionals, ...(program ?? [])];
    if (id === undefined) throw new UsageError("Name a statement or a chapter: patternwire explain framing.more. All of them: patternwire check --list");
    if (others.length > 0) throw new UsageError(`One statement at a time: "${others.join(" ")}" is unexpected.`);
    const { explanation } = await import("../explanation.ts");
    const statements = (await context.loadSuite()).listStatements();
    context.out.write(explanation(id, { statements, mutants: await context.loadMutants(), width: context.out.columns }));
    return 0;
  },
};
