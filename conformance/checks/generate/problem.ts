/** What a check found wrong: the place and, in the message, what to do. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export function problem(file: string, line: number, message: string): Problem {
  return { file, line, message };
}

/** One line a problem, in the form that editors open. */
export function printProblems(problems: readonly Problem[]): string {
  return problems.map(({ file, line, message }) => `${file}:${String(line)}: ${message}`).join("\n");
}

/** The input of a generator is wrong; nothing was written. */
export class ProblemsError extends Error {
  override readonly name = "ProblemsError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(printProblems(problems));
    this.problems = problems;
  }
}
