/** Extracts the statements of spec/ into data: requirements.json for every language, and the union of ids for TypeScript. */
import { formatted, jsonOutput, type Generator } from "./generator.ts";
import { ProblemsError } from "./problem.ts";
import { filesBelow, readText } from "./repository.ts";
import { duplicateIds, readStatements, type Statement } from "./statements.ts";

/** All statements of spec/, in the order of files and sentences. Throws {@link ProblemsError} when any is malformed. */
export function allStatements(): readonly Statement[] {
  const chapters = filesBelow("spec", ".md").map((file) => readStatements(file, readText(file)));
  const statements = chapters.flatMap((chapter) => chapter.statements);
  const problems = [...chapters.flatMap((chapter) => chapter.problems), ...duplicateIds(statements)];
  if (problems.length > 0) throw new ProblemsError(problems);
  return statements;
}

export const requirements: Generator = {
  name: "requirements",
  about: "schemas/model/requirements.json from the statements of spec/",
  outputs: () => [jsonOutput("schemas/model/requirements.json", { requirements: allStatements() })],
};

export const requirementId: Generator = {
  name: "requirement-id",
  about: "schemas/types/requirement-id.ts from the statements of spec/",
  outputs: async () => {
    const path = "schemas/types/requirement-id.ts";
    const ids = allStatements().map(({ id }) => JSON.stringify(id));
    const text = [
      "/** The ids of all statements of spec/. Generated from spec/: do not edit. */",
      `export type RequirementId = ${ids.join(" | ")};`,
      "",
      "/** The same ids at run time, in the order of the chapters. */",
      `export const requirementIds: readonly RequirementId[] = [${ids.join(", ")}];`,
    ];
    return [{ path, text: await formatted(path, text.join("\n")) }];
  },
};
