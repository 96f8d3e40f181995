/** Lint rules: typescript-eslint's strict type-checked set, plus the habits of this house that a machine can see. */
import tseslint from "typescript-eslint";

const noExoticSyntax = [
  { selector: "ExportDefaultDeclaration", message: "Export by name." },
  { selector: "TSEnumDeclaration", message: "Use a union of string literals." },
  { selector: "TSModuleDeclaration[declare!=true]", message: "Use a module." },
  { selector: "TSParameterProperty", message: "Declare the field and assign it." },
];
const noPromise = [
  { selector: ":function[async=true]", message: "The pure core has no promises: return outputs." },
  { selector: "AwaitExpression", message: "The pure core has no promises: return outputs." },
];
const pureFolders = ["base", "wire", "security", "connection", "patterns", "node", "simulation"].map((folder) => `reference/${folder}/**/*.ts`);
const sleeping = "Wait for the event or use a barrier: a sleep proves nothing.";

export default tseslint.config(
  { ignores: ["dist/**", "coverage/**", "docs-out/**", "node_modules/**", "**/eslint.config.js", "**/*.config.ts", "**/*.cjs"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: new URL("../..", import.meta.url).pathname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true, ignoreVoidOperator: true }],
      "@typescript-eslint/no-meaningless-void-operator": "off",
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: "only-allowed-literals" }],
      // There are no enums here to be assigned.
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: "error",
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 70 }],
      "no-restricted-syntax": ["error", ...noExoticSyntax],
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"], location: "anywhere" }],
      "prefer-const": "error",
    },
  },
  {
    files: pureFolders,
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-globals": ["error", ...["Date", "Promise", "setTimeout", "setInterval", "queueMicrotask", "performance", "process", "Buffer"]],
      "no-restricted-properties": ["error", { object: "Math", property: "random", message: "Randomness is an argument." }],
      "no-restricted-syntax": ["error", ...noExoticSyntax, ...noPromise],
    },
  },
  {
    files: ["conformance/properties/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...["setTimeout", "setInterval", "setImmediate"].map((name) => ({ name, message: sleeping }))],
      "no-restricted-imports": [
        "error",
        { paths: ["timers", "timers/promises", "node:timers", "node:timers/promises"].map((name) => ({ name, message: sleeping })) },
      ],
      "no-restricted-properties": ["error", { object: "globalThis", property: "setTimeout", message: sleeping }],
    },
  },
  // A describe block is a heading, not a function.
  { files: ["**/*.test.ts"], rules: { "max-lines-per-function": "off" } },
  { files: ["schemas/types/**/*.ts"], rules: { "max-lines": "off" } },
  { files: ["**/*.js", "**/*.mjs"], extends: [tseslint.configs.disableTypeChecked], rules: { "@typescript-eslint/explicit-module-boundary-types": "off" } },
);
