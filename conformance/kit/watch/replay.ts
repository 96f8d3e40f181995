/** Judges a recorded conversation again. */
import type { Witness } from "../model.ts";
import { fromHex } from "../octets.ts";
import { bothSides, type Side } from "./conversation.ts";
import { Watch } from "./judge.ts";
import type { Passed, PassedJson } from "./recording.ts";

export interface Recorded {
  readonly conversation: readonly Passed[];
  /** The side that broke the statement. */
  readonly side: Side;
}

/** The recording that a witness of the monitors carries, when it does. */
export function recordedIn({ input }: Pick<Witness, "input">): Recorded | undefined {
  const { conversation, side } = (input ?? {}) as { readonly conversation?: unknown; readonly side?: Side };
  if (!Array.isArray(conversation) || side === undefined || !bothSides.includes(side)) return undefined;
  const pieces = (conversation as readonly PassedJson[]).map((piece) =>
    "missing" in piece ? { side: piece.side, octets: new Uint8Array(), missing: piece.missing } : { side: piece.side, octets: fromHex(piece.hex) },
  );
  return { conversation: pieces, side };
}

export function judgeAgain(
  recorded: Recorded,
  { statement, expected, actual, trace, transport }: Pick<Witness, "statement" | "expected" | "actual" | "trace" | "transport">,
): {
  readonly reproduced: boolean;
  readonly expected: string;
  readonly actual: string;
  readonly trace: readonly string[];
  readonly octets: readonly string[];
} {
  const watch = new Watch(undefined, undefined, transport === "ws" ? "ws" : "tcp");
  for (const { side, octets, missing } of recorded.conversation) {
    if (missing === undefined) watch.feed(side, octets);
    else watch.skip(side, missing === "unknown" ? undefined : missing);
  }
  const breach = watch.breaches.find((candidate) => candidate.side === recorded.side && candidate.statement === statement);
  if (breach === undefined)
    return { reproduced: false, expected, actual: "the statement is kept", trace, octets: bothSides.flatMap((side) => watch.conversation.annotated(side)) };
  return {
    reproduced: true,
    expected: breach.expected,
    actual: breach.actual,
    trace: trace.length > 0 ? trace : [],
    octets: breach.octets.length > 0 ? breach.octets : [actual],
  };
}
