/** Who may import whom (dependency-cruiser). Each rule is named by the sentence that it keeps. */
const tests = "[.]test[.]ts$";
const pure = ["base", "wire", "security", "connection", "patterns", "node", "simulation"];
const layers = {
  base: [],
  wire: ["base"],
  security: ["base", "wire"],
  connection: ["base", "wire", "security"],
  patterns: ["base"],
  node: ["base", "wire", "connection", "patterns"],
  transports: ["base"],
  simulation: ["base", "node"],
  sockets: ["base", "patterns", "security", "connection", "node", "transports"],
};

const rule = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });

const layerRules = Object.entries(layers).map(([layer, below]) =>
  rule(
    `reference/${layer} imports ${below.length === 0 ? "no other layer" : `only ${below.join(", ")}`}`,
    { path: `^reference/${layer}/`, pathNot: tests },
    { path: "^reference/", pathNot: `^reference/(${[layer, ...below].join("|")})/` },
    "Move what is shared down to a layer that both may import, or hand it in as an argument.",
  ),
);

module.exports = {
  forbidden: [
    ...layerRules,
    rule(
      "only reference/base imports the data and types of schemas",
      { path: "^reference/", pathNot: ["^reference/base/", tests] },
      { path: "^schemas/" },
      "Export it from reference/base.",
    ),
    rule(
      "the pure core imports no platform and no package",
      { path: `^reference/(${pure.join("|")})/`, pathNot: tests },
      { dependencyTypes: ["core", "npm", "npm-dev", "npm-peer", "npm-optional", "npm-no-pkg", "npm-unknown", "unknown", "undetermined"] },
      "Platform code belongs to reference/transports and reference/sockets.",
    ),
    rule("the reference never imports the harness", { path: "^reference/" }, { path: "^conformance/" }, "Tests of both belong to conformance/joint."),
    rule(
      "the judge shares no code with the accused",
      { path: "^conformance/", pathNot: "^conformance/(joint|adapters)/" },
      { path: "^reference/" },
      "Only conformance/joint may import the harness and the reference.",
    ),
    rule(
      "an adapter sees the reference only through its public index",
      { path: "^conformance/adapters/" },
      { path: "^reference/", pathNot: "^reference/index[.]ts$" },
      "An adapter uses what a user uses.",
    ),
    rule(
      "a file that imports the reference imports nothing of the harness, outside joint",
      { path: "^conformance/adapters/reference", pathNot: tests },
      { path: "^conformance/(kit|properties|cli|mutants|reports|checks|joint)/" },
      "An adapter program shares no code with the harness.",
    ),
    rule(
      "nobody imports joint by name but joint",
      { path: "^(reference|conformance)/", pathNot: ["^conformance/joint/", tests] },
      { path: "^conformance/joint/" },
      "The in-process adapter is loaded by name at run time.",
    ),
    rule(
      "the checks are imported by nobody but joint and the builder of the site",
      { path: "^(reference|conformance|schemas)/", pathNot: ["^conformance/(checks|joint|site)/", tests] },
      { path: "^conformance/checks/" },
      "Checks look at the product; the product does not need them.",
    ),
    rule(
      "the site is made of text and of committed data: its builder runs neither the reference nor the suite",
      { path: "^conformance/site/" },
      { path: "^(reference/|conformance/(adapters|joint|mutants|properties)/|conformance/checks/(?!generate/))" },
      "Read what was measured from conformance/reports and schemas/model.",
    ),
    rule(
      "nobody imports the site",
      { path: "^(reference|conformance|schemas)/", pathNot: "^conformance/site/" },
      { path: "^conformance/site/" },
      "The site shows the product; the product does not need it.",
    ),
    rule("schemas imports nothing", { path: "^schemas/" }, { pathNot: "^schemas/" }, "Schemas are for every language."),
    rule("no cycles", {}, { circular: true }, "Extract what both need."),
    rule(
      "no orphans",
      { orphan: true, pathNot: [tests, "[.]browser[.]ts$", "[.]d[.]ts$", "[.](cjs|js|mjs)$", "^conformance/checks/[^/]+[.]ts$", "^schemas/types/"] },
      {},
      "Delete the file, or use it.",
    ),
    rule("every import resolves", {}, { couldNotResolve: true }, "Mend the path."),
    rule(
      "published code needs no development dependency",
      { path: "^(reference|conformance|schemas)/", pathNot: [tests, "^conformance/(checks|joint|site)/", "^conformance/adapters/"] },
      { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"] },
      "Users install dependencies only.",
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|coverage|docs-out)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".js", ".mjs", ".cjs", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "types", "default"],
    },
  },
};
