/** Judges JSON by the schemas of the package, and says in words what is wrong with it. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";
import { projectRoot, readJson } from "../kit/root.ts";

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
  ajv ??= loadSchemas();
  const schema = readJson(`schemas/${name}.schema.json`) as { readonly $id: string };
  const validate = ajv.getSchema(schema.$id);
  if (validate === undefined) throw new Error(`The schema ${name} is not in the package: install patternwire anew.`);
  return validate;
}

function loadSchemas(): Ajv2020 {
  // That the schemas are schemas is what the tests judge: here it would take longer than to compile them.
  const loaded = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, validateSchema: false, meta: false, code: { optimize: false } });
  formats.default.default(loaded);
  for (const file of readdirSync(join(projectRoot(), "schemas")).filter((entry) => entry.endsWith(".schema.json"))) {
    loaded.addSchema(readJson(`schemas/${file}`) as object);
  }
  return loaded;
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
