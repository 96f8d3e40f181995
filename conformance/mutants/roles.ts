/** Mutants of what PLAIN and CURVE share: who says that it is the server, and what a client is told that is refused. */
import type { SourceMutant } from "./mutant.ts";

export const rolesMutants: readonly SourceMutant[] = [
  {
    id: "plain-hides-the-server",
    breaks: "plain.as-server",
    does: "A server does not say in its greeting that it is one.",
    file: "security/plain.ts",
    find: "    this.asServer = credentials === undefined;",
    replace: "    this.asServer = false;",
  },
  {
    id: "plain-client-says-server",
    breaks: "plain.as-client",
    does: "A client says in its greeting that it is the server.",
    file: "security/plain.ts",
    find: "    this.asServer = credentials === undefined;",
    replace: "    this.asServer = true;",
  },
  {
    id: "plain-refuses-silently",
    breaks: "plain.refuse-error",
    does: "A server closes without an ERROR on credentials that are refused.",
    file: "security/plain.ts",
    find: "        return denial(verdict);",
    replace: "        return { ...denial(verdict), send: [] } as HandshakeStep;",
  },
  {
    id: "curve-hides-the-server",
    breaks: "curve.as-server",
    does: "A server does not say in its greeting that it is one.",
    file: "security/curve.ts",
    find: "  readonly asServer = true;",
    replace: "  readonly asServer = false;",
  },
  {
    id: "curve-client-says-server",
    breaks: "curve.as-client",
    does: "A client says in its greeting that it is the server.",
    file: "security/curve.ts",
    find: "  readonly asServer = false;",
    replace: "  readonly asServer = true;",
  },
  {
    id: "curve-refuses-silently",
    breaks: "curve.refuse-error",
    does: "A server closes without an ERROR on a client that is refused.",
    file: "security/curve.ts",
    find: "    return denial(verdict);",
    replace: "    return { ...denial(verdict), send: [] } as HandshakeStep;",
  },
  {
    id: "zap-status-untold",
    breaks: "zap.refuse-error",
    does: "The ERROR does not say the status.",
    file: "security/roles.ts",
    find: "encodeError(String(status))",
    replace: 'encodeError("refused")',
  },
  {
    id: "zap-tells-for-now",
    breaks: "zap.refuse-temporary",
    does: "It sends an ERROR on status 300 too.",
    file: "security/roles.ts",
    find: "status === 300 ? [] : ",
    replace: "",
  },
];
