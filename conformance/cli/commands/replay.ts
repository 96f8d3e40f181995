/** `patternwire replay`: plays a witness again. */
import type { Witness } from "../../kit/model.ts";
import { parseArguments, type Parsed } from "../arguments.ts";
import type { Command, Context, ExitCode, Replay } from "../context.ts";
import { UsageError } from "../usage-error.ts";

export const replay: Command = {
  help: `Usage: patternwire replay WITNESS.json [--impl NAME | -- COMMAND…]

Plays the scenario of a witness again, without the generator that found it. Without --impl
and COMMAND, the implementation is the one that the witness names, if it has a manifest.
"patternwire check --witnesses DIR" writes witnesses. What was heard between two peers
(check --with, watch) is judged again as it was recorded.

Options
  --impl NAME            an implementation that has a manifest
  --diagram FILE         draws the scenario and plays nothing: SVG to FILE.svg, else text
                         ("-": the standard output)
  --octets               prints the octets as a bash script and plays nothing; for failures
                         in which only wire peers act, over TCP, under NULL or PLAIN
  --pcapng FILE          writes what passed on the wire, for Wireshark, and plays nothing; what
                         a long field of a witness leaves out is missing there
  --color | --no-color   colours or none

Exit codes
  0    the statement is kept now, or the witness is shown
  1    the failure happens again
  3    wrong usage, or the scenario could not be played

Example
  patternwire replay found/framing.more.framing-splits.json -- ./my-adapter
  patternwire replay found/metadata.truncated.metadata-bad-ready.json --octets > play.sh
`,
  run: async (args, context) => {
    const options = { impl: "text", diagram: "text", octets: "flag", pcapng: "text", color: "flag", "no-color": "flag" } as const;
    const parsed = parseArguments(args, { options, command: "patternwire replay" });
    const [file, ...others] = parsed.positionals;
    if (file === undefined) throw new UsageError("Name the witness: patternwire replay WITNESS.json");
    if (others.length > 0) throw new UsageError(`One witness at a time: "${others.join(" ")}" is unexpected. A command follows "--".`);
    const diagram = parsed.text("diagram");
    const pcapng = parsed.text("pcapng");
    if (diagram !== undefined || pcapng !== undefined || parsed.flag("octets"))
      return show({ file, diagram, octets: parsed.flag("octets"), pcapng }, parsed, context);
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

interface Shown {
  readonly file: string;
  readonly diagram: string | undefined;
  readonly octets: boolean;
  readonly pcapng: string | undefined;
}

async function show({ file, diagram, octets, pcapng }: Shown, { text, program }: Parsed, context: Context): Promise<ExitCode> {
  if (octets && diagram === "-") throw new UsageError("Only one of --octets and --diagram can go to the standard output: give --diagram a file.");
  const { asWitness } = await import("../witness-file.ts");
  const { writeDiagram, writeOctets } = await import("../show-witness.ts");
  const witness = asWitness(file);
  if (diagram !== undefined) writeDiagram(witness, diagram, context);
  if (octets) writeOctets(witness, context);
  if (pcapng !== undefined) {
    const { quoted } = await import("../target.ts");
    const implementation = text("impl");
    const words = program !== undefined ? `-- ${program.map(quoted).join(" ")}` : implementation === undefined ? "" : `--impl ${quoted(implementation)}`;
    (await import("../witness-capture.ts")).writeWitnessCapture(witness, file, pcapng, words, context);
  }
  return 0;
}

async function replayFile(request: Request, context: Context): Promise<ExitCode> {
  const { asWitness, targetFor } = await import("../witness-file.ts");
  const witness: Witness = asWitness(request.file);
  const { replayText } = await import("../../reports/replay.ts");
  const { useColour } = await import("../colour.ts");
  const print = (result: Replay): ExitCode => {
    context.out.write(replayText(witness, result, { width: context.out.columns, colour: useColour(context.out, context.environment, request.colour) }));
    return result.reproduced ? 1 : 0;
  };
  if (/^(?:pairs|watch)\//u.test(witness.property)) return print(await judgedAgain(witness));
  const resolved = targetFor(witness, request);
  const suite = await context.loadSuite();
  const { credentialsOf } = await import("../../manifests/load.ts");
  const { adapterFault } = await import("../adapter-fault.ts");
  try {
    return print(await suite.replayWitness(witness, resolved.target, credentialsOf(resolved.manifest)));
  } catch (error) {
    const fault = adapterFault(error, resolved);
    if (fault === undefined) throw error;
    context.err.write(fault);
    return 3;
  }
}

/** What was heard between two peers is judged again as it was recorded: no implementation takes part. */
async function judgedAgain(witness: Witness): Promise<Replay> {
  const { judgeAgain, recordedIn } = await import("../../kit/watch/replay.ts");
  const recorded = recordedIn(witness);
  if (recorded === undefined)
    throw new UsageError(
      `The witness has no recording: it was found by what two applications saw. Play the pair again: patternwire check --impl NAME --with NAME --filter ${witness.property}`,
    );
  return judgeAgain(recorded, witness);
}
