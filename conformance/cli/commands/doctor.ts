/** `patternwire doctor`: tells the author of an adapter what is wrong with it. */
import { parseArguments } from "../arguments.ts";
import type { Command } from "../context.ts";
import { UsageError } from "../usage-error.ts";

export const doctor: Command = {
  help: `Usage: patternwire doctor [--impl NAME | -- COMMAND…]

Examines an adapter, not the implementation behind it: starts it, tries each operation of
the adapter protocol (conformance/adapters/PROTOCOL.md), and tells in plain words what is
right, what is wrong, and what to do about it.

Options
  --impl NAME   the adapter of an implementation that has a manifest

Exit codes
  0    the adapter is ready
  1    something is wrong with it
  3    wrong usage, or a fault of the harness

Example
  patternwire doctor -- python3 my-adapter.py
`,
  run: async (args, context) => {
    const parsed = parseArguments(args, { options: { impl: "text" }, command: "patternwire doctor", programWithoutMark: true });
    const named = { implementation: parsed.text("impl"), program: parsed.program };
    if (named.implementation === undefined && named.program === undefined) throw new UsageError("Say how the adapter starts: patternwire doctor -- COMMAND");
    const { resolveTarget } = await import("../target.ts");
    const { target } = resolveTarget(named);
    const { runDoctor } = await import("../doctor/doctor.ts");
    const { printable } = await import("../../reports/text.ts");
    return runDoctor(target, (text) => context.out.write(printable(text)));
  },
};
