/** `patternwire replay`: plays a witness again. */
import type { Witness } from "../../kit/model.ts";
import { parseArguments } from "../arguments.ts";
import type { Command, Context, ExitCode } from "../context.ts";
import { UsageError } from "../usage-error.ts";

export const replay: Command = {
  help: `Usage: patternwire replay WITNESS.json [--impl NAME | -- COMMAND…]

Plays the scenario of a witness again, without the generator that found it. Without --impl
and COMMAND, the implementation is the one that the witness names, if it has a manifest.
"patternwire check --witnesses DIR" writes witnesses.

Options
  --impl NAME            an implementation that has a manifest
  --color | --no-color   colours or none

Exit codes
  0    the statement is kept now
  1    the failure happens again
  3    wrong usage, or the scenario could not be played

Example
  patternwire replay found/framing.more.framing-splits.json -- ./my-adapter
`,
  run: async (args, context) => {
    const options = { impl: "text", color: "flag", "no-color": "flag" } as const;
    const parsed = parseArguments(args, { options, command: "patternwire replay" });
    const [file, ...others] = parsed.positionals;
    if (file === undefined) throw new UsageError("Name the witness: patternwire replay WITNESS.json");
    if (others.length > 0) throw new UsageError(`One witness at a time: "${others.join(" ")}" is unexpected. A command follows "--".`);
    const colour = parsed.flag("color") ? true : parsed.flag("no-color") ? false : undefined;
    return replayFile({ file, implementation: parsed.text("impl"), program: parsed.program, colour }, context);
  },
};

interface Request {
  readonly file: string;
  readonly implementation: string | undefined;
  readonly program: readonly string[] | undefined;
  readonly colour: boolean | undefined;
}

async function replayFile(request: Request, context: Context): Promise<ExitCode> {
  const { asWitness, targetFor } = await import("../witness-file.ts");
  const witness: Witness = asWitness(request.file);
  const resolved = targetFor(witness, request);
  const suite = await context.loadSuite();
  const { replayText } = await import("../../reports/replay.ts");
  const { useColour } = await import("../colour.ts");
  const { adapterFault } = await import("../adapter-fault.ts");
  try {
    const result = await suite.replayWitness(witness, resolved.target);
    context.out.write(replayText(witness, result, { width: context.out.columns, colour: useColour(context.out, context.environment, request.colour) }));
    return result.reproduced ? 1 : 0;
  } catch (error) {
    const fault = adapterFault(error, resolved);
    if (fault === undefined) throw error;
    context.err.write(fault);
    return 3;
  }
}
