/** The commands by name; each is loaded when it is used. `help`, which knows them all, is the command line's own. */
import type { Command } from "./context.ts";

const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import("./commands/check.ts")).check,
  start: async () => (await import("./commands/start.ts")).start,
  explain: async () => (await import("./commands/explain.ts")).explain,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  replay: async () => (await import("./commands/replay.ts")).replay,
};

export const commandNames: readonly string[] = [...Object.keys(loaders), "help"];

export async function loadCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined;
}
