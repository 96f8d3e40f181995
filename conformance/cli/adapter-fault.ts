/** Tells a failure of the adapter, before anything could be judged, from a fault of the harness. */
import { printable } from "../reports/text.ts";
import type { Resolved } from "./target.ts";

const causes: Readonly<Record<string, string>> = {
  "adapter-died": "The adapter ended before anything could be judged",
  "adapter-silent": "The adapter does not answer in time",
  "adapter-invalid": "The adapter does not keep to the adapter protocol",
};

/** What to tell the caller, or nothing when the error is none of an adapter. */
export function adapterFault(error: unknown, { target, words }: Resolved): string | undefined {
  if (!(error instanceof Error) || typeof error.cause !== "string") return undefined;
  const cause = causes[error.cause];
  if (cause === undefined) return undefined;
  const advice = target.type === "program" ? `\nTo learn what is wrong with it: npx patternwire doctor ${words}` : "";
  return `Error: ${cause}: ${printable(error.message)}${advice}\n`;
}
