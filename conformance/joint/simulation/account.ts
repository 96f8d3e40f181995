/** What a run owed, delivered and lost. What is owed is counted where it is handed in, what is delivered where it arrives, and each loss by itself with its cause: the sum has to come out. */
export type Cause = "failure" | "mark" | "unexplained";

export interface Account {
  /** A message for each subscriber that wanted it, requests, or items. */
  readonly due: number;
  readonly delivered: number;
  /** Where a host was struck by a declared fault that loses what it holds or what is under way. */
  readonly lostAtFailures: number;
  /** Where as many messages waited as a high-water mark allows, and the socket type drops then. */
  readonly lostAtMarks: number;
  /** By no declared cause: breaks the law of conservation. */
  readonly unexplained: number;
}

export class Ledger {
  readonly #lost: Record<Cause, number> = { failure: 0, mark: 0, unexplained: 0 };
  due = 0;
  delivered = 0;

  lose(cause: Cause): Cause {
    this.#lost[cause] += 1;
    return cause;
  }

  get account(): Account {
    const { failure, mark, unexplained } = this.#lost;
    return { due: this.due, delivered: this.delivered, lostAtFailures: failure, lostAtMarks: mark, unexplained };
  }
}

/** Whether nothing is missing in an account, and nothing counted twice. */
export function comesOut({ due, delivered, lostAtFailures, lostAtMarks, unexplained }: Account): boolean {
  return due === delivered + lostAtFailures + lostAtMarks + unexplained;
}
