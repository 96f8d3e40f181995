/** The formal models: what they cite exists, each property has a mutant, and in a small size they hold. `npm run models` goes further. */
import { describe, expect, it } from "vitest";
import { requirements } from "../../kit/requirements.ts";
import { filesBelow, readText } from "../../checks/generate/repository.ts";
import { mutations } from "../simulation/mutants.ts";
import { lawIds } from "../simulation/laws.ts";
import { fileOf, models, propertiesOf, textOf, type Tool } from "./catalogue.ts";
import { checkModels } from "./check.ts";
import { mutated } from "./mutant.ts";
import { modelMutants } from "./mutants.ts";
import { missing } from "./programs.ts";
import { committedResults, staleResults } from "./results.ts";
import { isExpected } from "./verdict.ts";

const seed = Number(process.env["PATTERNWIRE_SEED"] ?? "1");
/** Of how many models `npm test` checks one. The build checks them all: PATTERNWIRE_MODELS=all. */
const share = process.env["PATTERNWIRE_MODELS"] === "all" ? 1 : 3;
const tools: readonly Tool[] = ["quint", "spin"];
const texts = models.flatMap(({ name }) => tools.map((tool) => ({ name, tool, text: textOf(name, tool) })));

describe("the texts", () => {
  it("are those of the catalogue, and no others stand beside them", () => {
    const there = [...filesBelow("spec/models", ".qnt"), ...filesBelow("spec/models", ".pml")].sort();
    expect(there).toEqual(models.flatMap(({ name }) => tools.map((tool) => fileOf(name, tool))).sort());
  });

  it("cite statements and laws that exist", () => {
    const cited = texts.flatMap(({ tool, text }) => propertiesOf(text, tool).flatMap(({ cites }) => cites));
    const known = new Set<string>([...requirements().keys(), ...lawIds]);
    expect(cited.length).toBeGreaterThan(0);
    expect(cited.filter((id) => !known.has(id))).toEqual([]);
  });

  it("declare for Spin exactly the properties that cite something", () => {
    for (const { tool, text, name } of texts.filter((one) => one.tool === "spin"))
      expect([name, ...propertiesOf(text, tool).map((property) => property.name)]).toEqual([name, ...[...text.matchAll(/^ltl (\w+)/gmu)].map(([, id]) => id)]);
  });

  it("are told of in the README", () => {
    const readme = readText("spec/models/README.md");
    expect(models.filter(({ name }) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});

describe("the mutants", () => {
  it("break each property by each tool that checks it", () => {
    const needed = texts.flatMap(({ name, tool, text }) => propertiesOf(text, tool).map((property) => `${name} ${tool} ${property.name}`));
    const there = new Set(modelMutants.flatMap((mutant) => tools.filter((tool) => mutant[tool]).map((tool) => `${mutant.model} ${tool} ${mutant.breaks}`)));
    expect(needed.filter((one) => !there.has(one))).toEqual([]);
    expect([...there].filter((one) => !needed.includes(one))).toEqual([]);
  });

  it("find their passages", () => {
    for (const mutant of modelMutants)
      for (const tool of tools.filter((one) => mutant[one])) expect(mutated(textOf(mutant.model, tool), mutant, tool)).not.toBe(textOf(mutant.model, tool));
  });

  it("have names of their own, and say what the simulation's say where they share one", () => {
    expect(new Set(modelMutants.map(({ id }) => id)).size).toBe(modelMutants.length);
    const cites = (model: string, name: string): readonly string[] =>
      tools.flatMap((tool) => propertiesOf(textOf(model, tool), tool).flatMap((property) => (property.name === name ? property.cites : [])));
    const shared = modelMutants.flatMap((mutant) => mutations.filter(({ id }) => id === mutant.id).map(({ breaks }) => ({ ...mutant, law: breaks })));
    expect(shared.filter(({ model, breaks, law }) => !cites(model, breaks).includes(law))).toEqual([]);
  });
});

describe("the committed results", () => {
  it("are of these texts, bounds and mutants; measure again with: npm run models -- --full --model NAME --tool TOOL", () => {
    expect(staleResults(committedResults())).toEqual([]);
  });

  it("have every property and every mutant", () => {
    const has = committedResults().filter(({ tool }) => tool !== "replay");
    const found = has.flatMap(({ model, tool, mutants }) => mutants.map(({ id }) => `${model} ${tool} ${id}`));
    const checked = new Set(has.flatMap(({ model, tool, checks }) => checks.map(({ property }) => `${model} ${tool} ${property}`)));
    const asked = modelMutants.flatMap((mutant) => tools.filter((tool) => mutant[tool]).map((tool) => `${mutant.model} ${tool} ${mutant.id}`));
    expect(found.sort()).toEqual(asked.sort());
    const properties = texts.flatMap(({ name, tool, text }) => propertiesOf(text, tool).map((property) => `${name} ${tool} ${property.name}`));
    expect(properties.filter((one) => !checked.has(one))).toEqual([]);
  });

  it("are out of date when the text, the bounds or a mutant is another", () => {
    const [first, ...others] = committedResults();
    if (first === undefined) throw new Error("there are no results");
    expect(staleResults([{ ...first, fingerprint: "0".repeat(16) }, ...others])).toEqual([`${first.model} by ${first.tool}`]);
    expect(staleResults(others)).toEqual([`${first.model} by ${first.tool}`]);
  });
});

describe.each(tools)("in a small size, by %s", (tool) => {
  const chosen = models.map(({ name }) => name).filter((_name, index) => index % share === seed % share);

  it(`every property of ${chosen.join(", ")} holds`, async (context) => {
    const absent = missing(tool);
    if (absent !== undefined) context.skip(`left out: ${absent}`);
    const { verdicts } = await checkModels({ models: chosen, tools: [tool], size: "quick", seed, mutants: false, jobs: 2 });
    expect(verdicts.filter((verdict) => !isExpected(verdict))).toEqual([]);
    expect([...new Set(verdicts.map(({ model }) => model))]).toEqual(chosen);
  }, 600_000);
});
