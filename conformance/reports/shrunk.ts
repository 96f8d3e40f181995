/** How a witness was made small, in a sentence. */
import type { Witness } from "../kit/model.ts";
import { counted } from "./ending.ts";

const kinds = [
  ["parties", "party"],
  ["steps", "step"],
  ["frames", "frame"],
  ["octets", "octet"],
] as const;

/** `from 5 parties to 2, from 6 steps to 1, in 31 plays; the failure happens in 5 of 10 plays, so a smaller one was tried 5 times`. */
export function shrunkText({ from, to, plays, rate, repeats, complete }: NonNullable<Witness["shrunk"]>): string {
  const changes = kinds.flatMap(([kind, one]) =>
    from[kind] === undefined || from[kind] === to[kind] ? [] : [`from ${String(from[kind])} ${from[kind] === 1 ? one : kind} to ${String(to[kind] ?? 0)}`],
  );
  const often =
    rate.failures === rate.plays
      ? ""
      : `; it happened again in ${String(rate.failures)} of ${counted(rate.plays, "play")}, so smaller ones were played ${String(repeats)} times`;
  const early = complete ? "" : "; there may be a smaller one: the search ended early";
  return `${changes.length === 0 ? "no smaller one fails" : changes.join(", ")}, in ${counted(plays, "play")}${often}${early}`;
}
