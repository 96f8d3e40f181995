/** Mutants of spec/security/null.md. */
import type { SourceMutant } from "./mutant.ts";

export const nullMutants: readonly SourceMutant[] = [
  {
    id: "null-says-server",
    breaks: "null.as-server-zero",
    does: "It says that it is a server.",
    file: "wire/greeting.ts",
    find: "octets[asServerAt] = asServer ? 1 : 0;",
    replace: "octets[asServerAt] = 1;",
  },
  {
    id: "null-reads-as-server",
    breaks: "null.as-server-ignored",
    does: "It refuses a peer that says it is a server.",
    file: "connection/connection.ts",
    find: "    this.#outlet.peerVersion = greeting?.version;",
    replace:
      '    if (greeting?.asServer === true) throw new PeerError("greeting.mechanism-mismatch", "as-server");\n    this.#outlet.peerVersion = greeting?.version;',
  },
  {
    id: "null-messages-as-commands",
    breaks: "null.clear-messages",
    does: "It sends messages in command frames.",
    file: "connection/outlet.ts",
    find: "this.#frame(index === last ? 0 : MORE, part)",
    replace: "this.#frame(index === last ? COMMAND : MORE, part)",
  },
];
