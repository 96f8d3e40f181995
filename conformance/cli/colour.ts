/** Whether to use colours: options first, then NO_COLOR (no-color.org), then whether a person looks at a terminal. */
import type { Context, Output } from "./context.ts";

export function useColour(output: Output, environment: Context["environment"], given?: boolean): boolean {
  if (given !== undefined) return given;
  if ((environment["NO_COLOR"] ?? "") !== "") return false;
  return canRewrite(output, environment);
}

/** A terminal that understands control sequences. */
export function canRewrite(output: Output, environment: Context["environment"]): boolean {
  return output.isTerminal && environment["TERM"] !== "dumb";
}
