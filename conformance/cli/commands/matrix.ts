/** `patternwire matrix`: measures implementations, and pairs of them, one file each. */
import type { Command } from "../context.ts";

export const matrix: Command = {
  help: `Usage: patternwire matrix [options]

Measures each implementation that has a manifest: builds its adapter with the toolchains
that are installed, judges it without known failures, and writes a short file for each
(schemas/measurement.schema.json). What cannot be built or started is left out, and said.
Then every two of them play all socket types with each other, with a recorder between
them, over TCP or, where one lacks that, WebSocket; a file is written for each pair
(schemas/pair-measurement.schema.json), unless the two have nothing in common.

Options
  --impl NAME      only these; repeatable
  --pairs          only the pairs;  --no-pairs: none
  --shard I/N      only the I-th of N parts of the lists, as machines share them; see merge
  --out DIR        the folder of the files (default: matrix)
  --no-build       use what is built
  --quick | --full fewer inputs, or many more (default: standard)
  --seed N         the seed of generated inputs (default 1)
  --jobs N         properties that run at once (default 8, or the manifest's)

Exit codes
  0    everything named was measured, or nothing was named
  1    something that was named was left out
  3    wrong usage, or nothing was measured

Examples
  patternwire matrix --impl zmq4 --impl zmq.rs
  patternwire matrix --shard 1/3 --out part-1
`,
  run: async (args, context) => (await import("../matrix-run.ts")).run(args, context),
};
