/** `patternwire adapters`: which implementations have an adapter here, and whether it is built; builds them, and judges them by what is known of them. */
import type { Command } from "../context.ts";

export const adapters: Command = {
  help: `Usage: patternwire adapters [list | build [NAME…] | judge [NAME…] [--quick] [--within SECONDS]]

The implementations that have a manifest (conformance/manifests): lists them, with whether
their adapter is built, or builds adapters in build/adapters with the toolchains that are
installed.

  list           names, languages, versions, what is missing (the default)
  build          builds each whose tools are on the PATH, and says what it left out
  build NAME…    builds these; that one cannot be built is a failure
  judge          builds each that needs it and judges it with the known failures of its
                 manifest; what cannot be built here is left out, and said. What no manifest
                 says is judged twice more: a verdict that changes is told as unstable, and
                 is no failure
  judge NAME…    these

Options of judge
  --quick            fewer inputs
  --within SECONDS   begins nothing more after this time, and says what it left out

Exit codes
  0    all is built that was named, or that can be; or whatever was judged is as its manifest
       says
  1    a build failed, or what was named cannot be built; or a manifest does not tell the truth
  2    judge: something stayed inconclusive that no manifest says
  3    wrong usage, or an adapter that was built does not work

Examples
  patternwire adapters build zmq4 jeromq
  patternwire adapters judge --quick --within 200
`,
  run: async (args, context) => (await import("../adapters-run.ts")).run(args, context),
};
