/** A state machine as a drawing (Mermaid) and as tables. */
import type { Machine, MachineExpiry, MachineRefusal, MachineStep } from "../../../schemas/types/machine.ts";
import { markdownTable } from "./markdown.ts";
import { readJson } from "./repository.ts";

/** The drawing shows the changes of state; the tables say what each word means and what happens in every state on every event. */
export function machineText(name: string): string {
  const machine = readJson(`schemas/model/${name}.json`) as Machine;
  return [drawing(machine), wordsTable(machine), transitionTable(machine)].join("\n\n");
}

type Transition = MachineStep | MachineRefusal | MachineExpiry;

function drawing(machine: Machine): string {
  const arrows = new Map<string, string[]>();
  for (const step of machine.transitions) {
    const to = nextOf(machine, step);
    if (to === step.from) continue;
    const arrow = `  ${step.from} --> ${to}`;
    arrows.set(arrow, [...(arrows.get(arrow) ?? []), step.event]);
  }
  const lines = [...arrows].map(([arrow, events]) => `${arrow}: ${events.join(", ")}`);
  return ["```mermaid", "stateDiagram-v2", `  [*] --> ${machine.initial}`, ...lines, "```"].join("\n");
}

function wordsTable(machine: Machine): string {
  const rows = [
    ...machine.states.map(({ name, description }) => [`\`${name}\``, "state", description]),
    ...machine.events.map(({ name, description }) => [`\`${name}\``, "event", description]),
  ];
  return markdownTable(["word", "kind", "meaning"], rows);
}

/** One row for all events of a state that have the same consequence. */
function transitionTable(machine: Machine): string {
  const groups = new Map<string, { readonly first: Transition; readonly events: string[] }>();
  for (const step of machine.transitions) {
    const { event: _event, ...consequence } = step;
    const key = JSON.stringify(consequence);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: step, events: [step.event] });
    else group.events.push(step.event);
  }
  const rows = [...groups.values()].map(({ first, events }) => [first.from, events.join(", "), ...consequenceOf(machine, first)]);
  return markdownTable(["state", "event", "what happens", "next state"], rows);
}

/** What a refusal leads to: a machine that can close does so, another stays. */
function nextOf(machine: Machine, step: Transition): string {
  if ("to" in step) return step.to;
  return machine.states.some(({ name }) => name === "closed") ? "closed" : step.from;
}

function consequenceOf(machine: Machine, step: Transition): readonly [string, string] {
  const next = nextOf(machine, step);
  if ("refuse" in step) return [`refuses: \`${step.refuse}\``, next];
  if ("expire" in step) return [`gives up: \`${step.expire}\``, next];
  return [machine.deeds.find(({ name }) => name === step.do)?.description ?? step.do, next];
}
