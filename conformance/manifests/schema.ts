/** Judges JSON by the schemas of the package, and says in words what is wrong with it. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";
import { readJson } from "../kit/root.ts";

/** The names of the schemas that files are judged by: `manifest` is schemas/manifest.schema.json. */
export type SchemaName =
  "false-alarms" | "manifest" | "measurement" | "pair-measurement" | "pairs" | "report" | "simulation-plan" | "topologies" | "verify" | "witness";

/** What is wrong with the value, one sentence a fault; nothing when it is valid. */
export function faultsOf(name: SchemaName, value: unknown): readonly string[] {
  const validate = validatorOf(name);
  return validate(value) ? [] : [...new Set((validate.errors ?? []).map(inWords))];
}

let ajv: Ajv2020 | undefined;

function validatorOf(name: SchemaName): ValidateFunction {
  const loaded = (ajv ??= emptyAjv());
  const validate = loaded.getSchema(load(loaded, `${name}.schema.json`));
  if (validate === undefined) throw new Error(`The schema ${name} is not in the package: install patternwire anew.`);
  return validate;
}

function emptyAjv(): Ajv2020 {
  // That the schemas are schemas is what the tests judge: here it would take longer than to compile them.
  const empty = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, validateSchema: false, meta: false, code: { optimize: false } });
  formats.default.default(empty);
  return empty;
}

/** Adds the schema of this file and those to which it refers; gives its id. */
function load(into: Ajv2020, file: string): string {
  const schema = readJson(`schemas/${file}`) as { readonly $id: string };
  if (into.schemas[schema.$id] !== undefined) return schema.$id;
  into.addSchema(schema);
  for (const [, other = ""] of JSON.stringify(schema).matchAll(/"\$ref":"([\w-]+\.schema\.json)/g)) load(into, other);
  return schema.$id;
}

function inWords(error: ErrorObject): string {
  const place = error.instancePath === "" ? "the file" : error.instancePath;
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case "additionalProperties":
      return `${place} has an unknown member ${JSON.stringify(params["additionalProperty"])}`;
    case "required":
      return `${place} lacks the member ${JSON.stringify(params["missingProperty"])}`;
    case "const":
      return `${place} must be ${JSON.stringify(params["allowedValue"])}`;
    case "enum":
      return `${place} must be one of ${(params["allowedValues"] as readonly unknown[]).map((value) => JSON.stringify(value)).join(", ")}`;
    default:
      return `${place} ${error.message ?? "is invalid"}`;
  }
}
