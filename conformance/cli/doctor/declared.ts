/** Whether what hello declares makes sense: names that are known, values that a statement leaves open. */
import type { Hello } from "../../kit/adapter/types.ts";
import { requirements } from "../../kit/requirements.ts";
import { readJson } from "../../kit/root.ts";

type Capabilities = Hello["capabilities"];

const needed = ["open", "bind", "connect", "send", "receive", "close"];
const optional = ["option", "unbind", "disconnect", "step"];

/** Subscriptions and groups are options of the adapter protocol, and methods of zeromq.js. */
const methods = ["subscribe", "unsubscribe", "join", "leave"];

/** Options by the names of zeromq.js 6 that properties may use. */
function knownOptions(): ReadonlySet<string> {
  const options = readJson("schemas/model/socket-options.json") as readonly { readonly name: string }[];
  return new Set([...options.map(({ name }) => name), ...methods]);
}

export function missingOperations(capabilities: Capabilities): readonly string[] {
  return needed.filter((op) => !capabilities.operations.includes(op));
}

/** What will not be judged for want of an operation. */
export function notesOf(capabilities: Capabilities): readonly string[] {
  const missing = optional.filter((op) => !capabilities.operations.includes(op));
  return missing.length === 0 ? [] : [`Without ${missing.join(", ")}: what needs ${missing.length === 1 ? "it" : "them"} is reported as not applicable.`];
}

export function faultOfChoices(
  capabilities: Capabilities,
  choices: Readonly<Record<string, string>>,
): { readonly faults: readonly string[]; readonly notes: readonly string[] } {
  const open = new Map([...requirements().values()].flatMap(({ id, choice }) => (choice === undefined ? [] : [[id as string, choice] as const])));
  const faults = Object.entries(choices).flatMap(([id, value]) => {
    const values = open.get(id);
    if (values === undefined) return [`The choice ${id} is not known: there is no such statement, or it leaves no choice.`];
    return values.includes(value) ? [] : [`The choice ${id} is declared as "${value}"; it is one of ${values.join(", ")}.`];
  });
  const undeclared = [...open].filter(([id]) => choices[id] === undefined);
  const known = knownOptions();
  const unknown = capabilities.options.filter((name) => !known.has(name));
  return {
    faults,
    notes: [
      ...(unknown.length === 0 ? [] : [`zeromq.js 6 has no option ${unknown.join(", ")}, and the suite uses its names.`]),
      ...(undeclared.length === 0
        ? []
        : [`Not declared, and so only observed: ${undeclared.map(([id, values]) => `${id} (${values.join(" or ")})`).join(", ")}.`]),
    ],
  };
}
