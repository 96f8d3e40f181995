/** TypeScript types from the JSON Schemas that code uses. */
import { join } from "node:path";
import { compile, type JSONSchema } from "json-schema-to-typescript";
import { formatted, type Generator, type Output } from "./generator.ts";
import { readJson, root } from "./repository.ts";

/** The schemas whose types code imports. */
export const typedSchemas: readonly string[] = [
  ...[
    "adapter-event",
    "adapter-request",
    "adapter-response",
    "ambiguity",
    "bench",
    "claim",
    "command",
    "coverage",
    "curve-vector",
    "frame",
    "greeting",
    "law",
    "machine",
    "manifest",
    "models",
    "mutants",
  ],
  ...[
    "measurement",
    "pair-measurement",
    "report",
    "requirement",
    "rfc-statement",
    "scenario",
    "socket-option",
    "socket-type",
    "topologies",
    "trace",
    "vector",
    "witness",
  ],
];

export const types: Generator = {
  name: "types",
  about: "schemas/types/<schema>.ts from schemas/<schema>.schema.json",
  outputs: () => Promise.all(typedSchemas.map(typesOf)),
};

async function typesOf(name: string): Promise<Output> {
  const path = `schemas/types/${name}.ts`;
  const text = await compile(readJson(`schemas/${name}.schema.json`) as JSONSchema, name, {
    additionalProperties: false,
    bannerComment: `/** The data that schemas/${name}.schema.json describes. Generated from it: do not edit. */`,
    cwd: join(root, "schemas"),
    format: false,
    ignoreMinAndMaxItems: true,
  });
  return { path, text: await formatted(path, readonlyTypes(text)) };
}

/** The compiler writes mutable types; data that was read is not to be changed. Its output is regular: one member a line. */
function readonlyTypes(text: string): string {
  return text
    .replaceAll(/\{\s*\[k: string\]: unknown(?: \| undefined)?;?\s*\}/gu, "unknown")
    .replace(/^(?!\s*\*)(\s*)((?:\w+|"[^"]+"|\[k: string\])\??: )/gmu, "$1readonly $2")
    .replace(/(\b\w+|\([^()]*\)|\})\[\]/gu, (whole, item: string) => {
      if (item === "}") throw new Error("an array of nameless objects: give the items of the array a title in the schema");
      return `readonly ${whole}`;
    });
}
