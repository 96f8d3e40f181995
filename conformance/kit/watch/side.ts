/** The two sides of a conversation. */

/** The peer that made the connection, or the one that accepted it. */
export type Side = "connecting" | "binding";

export const bothSides: readonly Side[] = ["connecting", "binding"];

export function otherSide(side: Side): Side {
  return side === "connecting" ? "binding" : "connecting";
}
