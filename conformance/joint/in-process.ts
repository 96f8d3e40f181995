/** The reference implementation as an in-process target: the same adapter code as its program, without a process between. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { InProcessAdapter } from "../kit/adapter/in-process.ts";
import { projectRoot } from "../kit/root.ts";
import * as reference from "../../reference/index.ts";

type Emit = (event: object) => void;

interface AdapterCode {
  readonly createAdapter: (implementation: object, description: object, emit: Emit) => InProcessAdapter;
}

interface DescriptionCode {
  readonly describe: (choices: Readonly<Record<string, string>>) => object;
}

/** What conformance/kit/adapter loads. */
export function openInProcess(emit: Emit): Promise<InProcessAdapter> {
  return openImplementation(reference, reference.choices, emit);
}

/** The same for anything that has the reference's API, such as a mutant of it. */
export async function openImplementation(implementation: object, choices: Readonly<Record<string, string>>, emit: Emit): Promise<InProcessAdapter> {
  // The adapter programs are plain JavaScript that stands in the package as it is, outside of the build.
  const { createAdapter } = (await load("node/adapter.js")) as AdapterCode;
  const { describe } = (await load("reference/description.js")) as DescriptionCode;
  return createAdapter(implementation, describe(choices), emit);
}

function load(file: string): Promise<unknown> {
  return import(pathToFileURL(join(projectRoot(), "conformance", "adapters", file)).href);
}
