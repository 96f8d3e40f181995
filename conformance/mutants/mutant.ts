/** A mutant: a small change of the reference that breaks one statement. It is caught when a property that names the statement finds the statement broken. */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";

export interface Mutant {
  /** Unique; `chapter-what-it-does`. */
  readonly id: string;
  readonly breaks: RequirementId;
  /** What the implementation then does, in one sentence. */
  readonly does: string;
  /** The source file, relative to `reference/`. */
  readonly file: string;
  /** Text that stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}
