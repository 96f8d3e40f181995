/** What cases may lack. */
import type { Field } from "./participants.ts";

export function needsPlain({ plain }: Field): string | undefined {
  return plain === undefined ? "plain peers, which need a C compiler" : undefined;
}
