/** The schemas judge their examples, the data in schemas/model and the files of the repository; two independent validators agree. */
import { registerSchema, validate, type SchemaObject } from "@hyperjump/json-schema/draft-2020-12";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { ReportFile } from "../../schemas/types/report.ts";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import type { WitnessFile } from "../../schemas/types/witness.ts";
import type { Report, Witness } from "../kit/model.ts";
import { filesBelow, readJson } from "./generate/repository.ts";

const base = "https://patternwire.dev/schemas/";
const schemaFiles = filesBelow("schemas", ".schema.json");
const names = schemaFiles.map((file) => file.slice("schemas/".length, -".schema.json".length));
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
formats.default.default(ajv);
for (const file of schemaFiles) {
  ajv.addSchema(readJson(file) as object);
  registerSchema(readJson(file) as SchemaObject);
}

interface Judged {
  readonly file: string;
  readonly schema: string;
  /** Where the list stands in the file, when it is not the file itself. */
  readonly key?: string;
}

const lists: readonly Judged[] = [
  { file: "schemas/model/requirements.json", schema: "requirement", key: "requirements" },
  { file: "schemas/model/socket-types.json", schema: "socket-type" },
  { file: "schemas/model/socket-options.json", schema: "socket-option" },
  { file: "schemas/model/commands.json", schema: "command" },
  { file: "schemas/model/coverage.json", schema: "coverage" },
  { file: "schemas/model/rfc-statements.json", schema: "rfc-statement" },
  { file: "schemas/model/ambiguities.json", schema: "ambiguity" },
  { file: "schemas/model/laws.json", schema: "law" },
  { file: "schemas/model/claims.json", schema: "claim" },
  { file: "schemas/model/scenarios.json", schema: "scenario" },
  { file: "conformance/reports/matrix/public-issues.json", schema: "public-issue" },
  ...filesBelow("conformance/vectors", ".json").map((file) => ({ file, schema: file.endsWith("/curve.json") ? "curve-vector" : "vector" })),
];
const files: readonly Judged[] = [
  ...filesBelow("schemas/model", "-machine.json").map((file) => ({ file, schema: "machine" })),
  ...filesBelow("conformance/manifests", ".json").map((file) => ({ file, schema: "manifest" })),
  ...filesBelow("conformance/reports", ".json")
    .filter((file) => !file.endsWith("/public-issues.json"))
    .map((file) => ({ file, schema: schemaOfFormat(file) })),
];

/** `patternwire-report/1` is judged by report.schema.json. */
function schemaOfFormat(file: string): string {
  return /^patternwire-([a-z-]+)\/\d+$/u.exec((readJson(file) as { readonly format: string }).format)?.[1] ?? "report";
}

describe("each schema", () => {
  test.each(names)("%s has an id that is its file's name, and compiles in strict mode", (name) => {
    const schema = readJson(`schemas/${name}.schema.json`) as Record<string, unknown>;
    expect(schema["$id"]).toBe(`${base}${name}.schema.json`);
    expect(validator(name)).toBeTypeOf("function");
  });

  test.each(names)("%s describes itself and each of its members, and leaves no object open", (name) => {
    expect(undescribed(readJson(`schemas/${name}.schema.json`), "#")).toEqual([]);
  });

  test.each(names.filter((name) => name !== "common"))("%s has at least two valid and three invalid examples", (name) => {
    const examples = filesBelow(`schemas/examples/${name}`, ".json").map((file) => file.split("/").at(-1) ?? "");
    expect(examples.filter((file) => /^valid-[a-z0-9-]+\.json$/u.test(file)).length).toBeGreaterThanOrEqual(2);
    expect(examples.filter((file) => /^invalid-[a-z0-9-]+\.json$/u.test(file)).length).toBeGreaterThanOrEqual(3);
    expect(examples.filter((file) => !/^(?:in)?valid-[a-z0-9-]+\.json$/u.test(file))).toEqual([]);
  });
});

describe("each example is judged as its name says", () => {
  test.each(filesBelow("schemas/examples", ".json"))("%s", async (file) => {
    const [, , name = "", example = ""] = file.split("/");
    expect(names).toContain(name);
    const value = readJson(file);
    const expected = example.startsWith("valid-");
    expect(validator(name)(value), JSON.stringify(validator(name).errors)).toBe(expected);
    // Formats are annotations in JSON Schema 2020-12; the second validator does not assert them.
    if (!validator(name).errors?.every(({ keyword }) => keyword === "format")) expect((await second(name, value)).valid).toBe(expected);
  });
});

describe("the repository's own data are valid", () => {
  test.each(lists)("$file is a list of $schema", ({ file, schema, key }) => {
    const value = readJson(file);
    const items = (key === undefined ? value : (value as Record<string, unknown>)[key]) as readonly unknown[];
    expect(items.length).toBeGreaterThan(0);
    expect(items.flatMap((item) => faults(schema, item))).toEqual([]);
  });

  test.each(files)("$file is a $schema", ({ file, schema }) => {
    expect(faults(schema, readJson(file))).toEqual([]);
  });

  test("every file in schemas/model is judged", () => {
    const judged = new Set([...lists, ...files].map(({ file }) => file));
    expect(filesBelow("schemas/model").filter((file) => file.endsWith(".json") && !judged.has(file))).toEqual([]);
  });
});

describe("the schemas and the words of the run describe the same data", () => {
  test("a report is a report file, and a report file a report", () => {
    expectTypeOf<Plain<Report>>().toExtend<Plain<ReportFile>>();
    expectTypeOf<Plain<ReportFile>>().toExtend<Plain<Report>>();
  });

  test("a witness is a witness file, and a witness file a witness", () => {
    expectTypeOf<Plain<Witness>>().toExtend<Plain<WitnessFile>>();
    expectTypeOf<Plain<WitnessFile>>().toExtend<Plain<Witness>>();
  });
});

/** A type with each statement id as any text: the schema gives ids a pattern, the code lists them. */
type Plain<T> = T extends RequirementId ? string : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

function validator(name: string): ValidateFunction {
  const compiled = ajv.getSchema(`${base}${name}.schema.json`);
  if (compiled === undefined) throw new Error(`no schema ${name}`);
  return compiled;
}

function faults(schema: string, value: unknown): readonly string[] {
  const judge = validator(schema);
  return judge(value) ? [] : (judge.errors ?? []).map((error) => `${JSON.stringify(value).slice(0, 80)} ${error.instancePath} ${error.message ?? ""}`);
}

async function second(name: string, value: unknown): Promise<{ readonly valid: boolean }> {
  const judge = await validate(`${base}${name}.schema.json`);
  return judge(value as Parameters<typeof judge>[0]);
}

/** Members without a description, and objects that allow members which nobody named. */
function undescribed(schema: unknown, path: string): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const found: string[] = [];
  const entries = (key: string): readonly (readonly [string, unknown])[] => Object.entries(node[key] ?? {});
  if (path === "#" && node["description"] === undefined) found.push(path);
  if (node["type"] === "object" && node["additionalProperties"] === undefined && node["unevaluatedProperties"] === undefined && node["oneOf"] === undefined)
    found.push(`${path} is open`);
  for (const [name, member] of [...entries("properties"), ...entries("$defs")]) {
    const place = `${path}/${name}`;
    const { description, $ref, const: constant } = (typeof member === "object" ? member : { const: member }) as Record<string, unknown>;
    if (description === undefined && $ref === undefined && constant === undefined && !isOperation(name)) found.push(place);
    found.push(...undescribed(member, place));
  }
  for (const [index, branch] of entries("oneOf")) found.push(...undescribed(branch, `${path}/oneOf/${index}`));
  if (node["items"] !== undefined) found.push(...undescribed(node["items"], `${path}/items`));
  return found;
}

/** The member that tells the alternatives apart is described by each alternative. */
function isOperation(name: string): boolean {
  return name === "op" || name === "verb" || name === "ok";
}
