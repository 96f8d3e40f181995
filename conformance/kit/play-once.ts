/** Plays one case, and says how it ended. */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { AdapterFailure } from "./adapter/types.ts";
import type { Ledger } from "./ledger.ts";
import type { Cause, Verdict } from "./model.ts";
import { NotReached, Unexpected, Violation } from "./outcome.ts";
import type { Property } from "./property.ts";
import { requirement } from "./requirements.ts";
import { Stage, type StageSetting } from "./stage.ts";

/** How one input ended. */
export interface Ended {
  readonly input: unknown;
  readonly verdict: Verdict;
  readonly cause?: Cause;
  readonly statement?: RequirementId;
  readonly expected?: string;
  readonly actual?: string;
  readonly reason?: string;
  readonly slow?: boolean;
  readonly stage: Stage;
  /** The statements that the case judged. */
  readonly judged: Ledger;
}

/** A case that takes longer than so many ceilings does not end. */
const caseCeilings = 60;

/** Plays one input; the stage is cleared afterwards, whatever happened. A failure of the adapter itself is thrown. */
export async function playOnce(property: Property<unknown>, setting: StageSetting, input: unknown): Promise<Ended> {
  const stage = new Stage(setting);
  try {
    const ended = await attempt(property, stage, input);
    // A case that was given up may still be waiting for something: its next step ends it.
    stage.record.close();
    await stage.clear();
    return { ...ended, judged: stage.judged() };
  } finally {
    stage.release();
  }
}

async function attempt(property: Property<unknown>, stage: Stage, input: unknown): Promise<Omit<Ended, "judged">> {
  try {
    await withinLimit(property.play(stage, input), stage);
    return { input, verdict: "pass", stage };
  } catch (error) {
    if (error instanceof AdapterFailure) throw error;
    if (error instanceof Violation) {
      const { statement, expected, actual, slow } = error;
      if (!property.judges.includes(statement))
        return { input, verdict: "inconclusive", cause: "precondition", reason: `the implementation broke ${statement} on the way: ${actual}`, slow, stage };
      return { input, verdict: verdictOf(statement), cause: "violated", statement, expected, actual, slow, stage };
    }
    if (error instanceof Unexpected)
      return {
        input,
        verdict: "inconclusive",
        cause: "precondition",
        reason: `the ground was not reached: expected ${error.expected}, but ${error.actual}`,
        slow: error.slow,
        stage,
      };
    if (error instanceof NotReached)
      return { input, verdict: error.cause === "undeclared" ? "not-applicable" : "inconclusive", cause: error.cause, reason: error.message, stage };
    return { input, verdict: "error", cause: "harness", reason: error instanceof Error ? (error.stack ?? error.message) : String(error), stage };
  }
}

/** Waits have ceilings, but a case can make ever new steps with an implementation that says yes to everything. */
async function withinLimit(played: Promise<void>, stage: Stage): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new NotReached("not-reached", `the case did not end; its last step: ${stage.record.steps.at(-1) ?? "none"}`));
    }, caseCeilings * stage.ceilingMs);
  });
  try {
    await Promise.race([played, limit]);
  } finally {
    clearTimeout(timer);
    played.catch(() => undefined);
  }
}

function verdictOf(statement: RequirementId): Verdict {
  return requirement(statement).level.startsWith("SHOULD") ? "warning" : "fail";
}
