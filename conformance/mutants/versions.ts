/** Mutants of spec/wire/versions.md. */
import type { SourceMutant } from "./mutant.ts";

export const versionsMutants: readonly SourceMutant[] = [
  {
    id: "versions-wants-equal",
    breaks: "versions.accept-higher",
    does: "It accepts its own major version only.",
    file: "wire/greeting.ts",
    find: "major < VERSION.major",
    replace: "major !== VERSION.major",
  },
  {
    id: "versions-downgrades-upwards",
    breaks: "versions.speak-own",
    does: "It is silent towards a higher major version.",
    file: "connection/connection.ts",
    find: "    this.#negotiation.start(greeting);",
    replace: "    if ((greeting?.version.major ?? 3) > 3) this.#link.pause();\n    this.#negotiation.start(greeting);",
  },
  {
    id: "versions-refuses-3-0",
    breaks: "versions.accept-3-0",
    does: "It refuses 3.0.",
    file: "connection/connection.ts",
    find: "    this.#outlet.peerVersion = greeting?.version;",
    replace:
      '    if (greeting?.version.major === 3 && greeting.version.minor === 0) throw new PeerError("versions.close-older", "3.0");\n    this.#outlet.peerVersion = greeting?.version;',
  },
  {
    id: "versions-pings-3-0",
    breaks: "versions.no-ping-to-3-0",
    does: "It sends PING to every peer.",
    file: "connection/outlet.ts",
    find: "    return this.#link.ping !== undefined || this.isPeer31;",
    replace: "    return this.#link.ping !== undefined || this.peerVersion !== undefined;",
  },
  {
    id: "versions-keeps-2-0",
    breaks: "versions.close-older",
    does: "It keeps a connection with a version 2 peer and says nothing.",
    file: "wire/greeting.ts",
    find: 'throw new PeerError("versions.close-older", `major version ${String(major)}`);',
    replace: "return;",
  },
  {
    id: "versions-keeps-2-0-under-a-mechanism",
    breaks: "versions.older-needs-null",
    does: "It keeps a connection with a version 2 peer, whatever its own mechanism.",
    file: "wire/greeting.ts",
    find: 'throw new PeerError("versions.close-older", `major version ${String(major)}`);',
    replace: "return;",
  },
  {
    id: "versions-keeps-strangers",
    breaks: "versions.close-unversioned",
    does: "It does not look at the first octet.",
    file: "wire/greeting.ts",
    find: "if (have > 0 && octets[0] !== 0xff)",
    replace: "if (have > 63 && octets[0] !== 0xff)",
  },
];
