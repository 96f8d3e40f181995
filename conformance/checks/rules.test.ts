/** The linter and the rules of dependence refuse what they are there to refuse. */
import { createRequire } from "node:module";
import { relative } from "node:path";
import { ESLint } from "eslint";
import { describe, expect, test } from "vitest";
import { root } from "./generate/repository.ts";

const eslint = new ESLint({ cwd: root, overrideConfigFile: "conformance/checks/eslint.config.js" });

test("the linter finds nothing in this repository", async () => {
  const results = await eslint.lintFiles(["reference", "conformance", "schemas"]);
  expect(results.length).toBeGreaterThan(300);
  const complaints = results.flatMap(({ filePath, messages }) => messages.map(({ line, message }) => `${relative(root, filePath)}:${String(line)} ${message}`));
  expect(complaints).toEqual([]);
}, 600_000);

describe("the linter refuses", () => {
  const planted: readonly (readonly [what: string, file: string, code: string, rule: string])[] = [
    ["a default export", "reference/base/octets.ts", "export default 1;\n", "no-restricted-syntax"],
    ["a forgotten promise", "conformance/kit/seed.ts", "export function f(): void {\n  Promise.resolve(1);\n}\n", "@typescript-eslint/no-floating-promises"],
    [
      "a case that a switch forgets",
      "conformance/kit/seed.ts",
      'export function f(x: "a" | "b"): void {\n  switch (x) {\n    case "a":\n  }\n}\n',
      "@typescript-eslint/switch-exhaustiveness-check",
    ],
    ["the clock in the pure core", "reference/base/octets.ts", "export const now = Date.now();\n", "no-restricted-globals"],
    ["chance in the pure core", "reference/base/octets.ts", "export const chance = Math.random();\n", "no-restricted-properties"],
    ["a promise in the pure core", "reference/base/octets.ts", "export const f = async (): Promise<void> => {};\n", "no-restricted-syntax"],
    ["a sleep in a property", "conformance/properties/framing.ts", "setTimeout(() => undefined, 10);\n", "no-restricted-globals"],
    [
      "a sleep by import in a property",
      "conformance/properties/framing.ts",
      'import { setTimeout as wait } from "node:timers/promises";\nawait wait(10);\n',
      "no-restricted-imports",
    ],
    ["a file of 301 lines", "reference/base/octets.ts", "// a\n".repeat(301), "max-lines"],
    ["a function of 71 lines", "reference/base/octets.ts", `export function f(): void {\n${"  // a\n".repeat(70)}}\n`, "max-lines-per-function"],
  ];
  test.each(planted)("%s", async (_what, filePath, code, rule) => {
    const [result] = await eslint.lintText(code, { filePath });
    expect(result?.messages.map(({ ruleId, severity }) => ({ ruleId, severity }))).toContainEqual({ ruleId: rule, severity: 2 });
  });
});

interface Side {
  readonly path?: string;
  readonly pathNot?: string | readonly string[];
  readonly dependencyTypes?: readonly string[];
}
interface Rule {
  readonly name: string;
  readonly severity: string;
  readonly from: Side;
  readonly to: Side & { readonly circular?: boolean; readonly couldNotResolve?: boolean };
}

describe("the rules of dependence", () => {
  const { forbidden } = createRequire(import.meta.url)("./layers.cjs") as { readonly forbidden: readonly Rule[] };
  const refused: readonly (readonly [from: string, to: string])[] = [
    ["reference/base/octets.ts", "reference/wire/framing.ts"],
    ["reference/wire/framing.ts", "reference/security/null.ts"],
    ["reference/patterns/request.ts", "reference/wire/framing.ts"],
    ["reference/node/node.ts", "reference/sockets/socket.ts"],
    ["reference/transports/tcp.ts", "reference/node/node.ts"],
    ["reference/wire/framing.ts", "schemas/types/requirement-id.ts"],
    ["reference/sockets/socket.ts", "conformance/kit/model.ts"],
    ["conformance/kit/runner.ts", "reference/index.ts"],
    ["conformance/properties/framing.ts", "reference/wire/framing.ts"],
    ["conformance/cli/main.ts", "conformance/joint/in-process.ts"],
    ["conformance/cli/main.ts", "conformance/checks/grammar.ts"],
    ["conformance/adapters/reference/main.ts", "reference/node/node.ts"],
    ["schemas/types/frame.ts", "conformance/kit/model.ts"],
    ["conformance/site/build.ts", "reference/index.ts"],
    ["conformance/site/build.ts", "conformance/properties/suite.ts"],
    ["conformance/site/build.ts", "conformance/checks/grammar.ts"],
    ["conformance/cli/main.ts", "conformance/site/build.ts"],
  ];
  const allowed: readonly (readonly [from: string, to: string])[] = [
    ["reference/connection/connection.ts", "reference/wire/framing.ts"],
    ["reference/base/errors.ts", "schemas/types/requirement-id.ts"],
    ["reference/sockets/socket.ts", "reference/transports/tcp.ts"],
    ["reference/node/node.test.ts", "reference/transports/tcp.ts"],
    ["conformance/joint/in-process.ts", "reference/index.ts"],
    ["conformance/joint/in-process.ts", "conformance/kit/model.ts"],
    ["conformance/kit/model.ts", "schemas/types/requirement-id.ts"],
    ["conformance/adapters/reference/main.ts", "reference/index.ts"],
    ["conformance/site/build.ts", "conformance/checks/generate/repository.ts"],
    ["conformance/site/build.ts", "conformance/reports/html/report.ts"],
  ];

  test.each(refused)("refuse that %s imports %s", (from, to) => {
    expect(broken(forbidden, from, to)).not.toEqual([]);
  });

  test.each(allowed)("allow that %s imports %s", (from, to) => {
    expect(broken(forbidden, from, to)).toEqual([]);
  });

  test("are all errors", () => {
    expect(forbidden.filter(({ severity }) => severity !== "error")).toEqual([]);
  });
});

/** The names of the rules that forbid the import of one file of the repository by another. */
function broken(rules: readonly Rule[], from: string, to: string): readonly string[] {
  const byPath = rules.filter(
    (rule) => rule.to.dependencyTypes === undefined && rule.to.circular === undefined && rule.to.couldNotResolve === undefined && !("orphan" in rule.from),
  );
  return byPath.filter((rule) => matches(rule.from, from) && matches(rule.to, to)).map(({ name }) => name);
}

function matches({ path, pathNot }: Side, file: string): boolean {
  const excluded = pathNot === undefined ? [] : typeof pathNot === "string" ? [pathNot] : pathNot;
  return (path === undefined || new RegExp(path, "u").test(file)) && !excluded.some((pattern) => new RegExp(pattern, "u").test(file));
}
