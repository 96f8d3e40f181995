/** The commands by name; each is loaded when it is used. `help`, which knows them all, is the command line's own. */
import type { Command } from "./context.ts";

const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import("./commands/check.ts")).check,
  start: async () => (await import("./commands/start.ts")).start,
  explain: async () => (await import("./commands/explain.ts")).explain,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  "false-alarms": async () => (await import("./commands/false-alarms.ts")).falseAlarms,
  verify: async () => (await import("./commands/verify.ts")).verify,
  init: async () => (await import("./commands/init.ts")).init,
  adapters: async () => (await import("./commands/adapters.ts")).adapters,
  probe: async () => (await import("./commands/probe.ts")).probe,
  watch: async () => (await import("./commands/watch.ts")).watch,
  matrix: async () => (await import("./commands/matrix.ts")).matrix,
  merge: async () => (await import("./commands/merge.ts")).merge,
  diff: async () => (await import("./commands/diff.ts")).diff,
  report: async () => (await import("./commands/report.ts")).report,
  replay: async () => (await import("./commands/replay.ts")).replay,
};

export const commandNames: readonly string[] = [...Object.keys(loaders), "help"];

export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined;
}
