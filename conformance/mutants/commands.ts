/** Mutants of spec/wire/commands.md. */
import type { SourceMutant } from "./mutant.ts";

export const commandsMutants: readonly SourceMutant[] = [
  {
    id: "commands-name-with-null",
    breaks: "commands.name",
    does: "It ends the name of a command with a null octet.",
    file: "wire/commands.ts",
    find: "return concatOctets([Uint8Array.of(name.length), octetsOf(name), data]);",
    replace: "return concatOctets([Uint8Array.of(name.length + 1), octetsOf(name), Uint8Array.of(0), data]);",
  },
  {
    id: "commands-ignores-malformed",
    breaks: "commands.malformed",
    does: "It reads a name that exceeds the body as far as it goes.",
    file: "wire/commands.ts",
    find: '  if (size > body.length - 1) throw new PeerError("commands.malformed", "a command\'s name exceeds its body");\n',
    replace: "",
  },
  {
    id: "commands-refuses-unknown",
    breaks: "commands.unknown",
    does: "It closes on a command that it does not know.",
    file: "connection/states.ts",
    find: '    "other-command": nothing("traffic"),',
    replace: '    "other-command": { refuse: "commands.malformed" },',
  },
  {
    id: "commands-delivered",
    breaks: "commands.not-delivered",
    does: "It delivers an unknown command as a message.",
    file: "connection/connection.ts",
    find: "    this.#event(this.#dialect.event(command.name), command);",
    replace:
      '    if (this.#state === "traffic" && this.#dialect.event(command.name) === "other-command") this.#listener.message([body]);\n    this.#event(this.#dialect.event(command.name), command);',
  },
  {
    id: "commands-ignores-late-error",
    breaks: "commands.late-error",
    does: "It ignores an ERROR after the handshake.",
    file: "connection/states.ts",
    find: '    error: { refuse: "commands.late-error" },',
    replace: '    error: nothing("traffic"),',
  },
  {
    id: "commands-ignores-late-ready",
    breaks: "commands.late-ready",
    does: "It ignores a READY after the handshake.",
    file: "connection/states.ts",
    find: '    ready: { refuse: "commands.late-ready" },',
    replace: '    ready: nothing("traffic"),',
  },
];
