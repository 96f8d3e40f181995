/** A monitor: what can be judged of one peer from the outside of one conversation. It only listens. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import type { Side, WatchEvent } from "./conversation.ts";

/** What a monitor says of the peer that it watches. */
export interface Opinion {
  /** The peer had occasion to break the statement, and kept it. */
  readonly keeps: (statement: RequirementId) => void;
  readonly breaks: (statement: RequirementId, expected: string, actual: string) => void;
}

export interface Monitor {
  readonly name: string;
  /** The statements that it can judge. Others stay unseen. */
  readonly judges: readonly RequirementId[];
  /** It sets what the peer says against what the other peer said, and falls silent when that one is not understood any more. */
  readonly comparesBoth?: boolean;
  /** Begins to watch the peer on this side; the events of both sides follow. */
  readonly watch: (side: Side, opinion: Opinion) => (event: WatchEvent) => void;
}

/** Keeps the statement when the condition holds, and breaks it otherwise. */
export function hold(opinion: Opinion, statement: RequirementId, condition: boolean, expected: string, actual: string): void {
  if (condition) opinion.keeps(statement);
  else opinion.breaks(statement, expected, actual);
}
