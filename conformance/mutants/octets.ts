/** Every fault of octets by name: for the wire peer, which offends with them, and for the catalogue, as mutants. */
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import type { OctetMutant } from "./mutant.ts";
import type { OctetFault } from "./octet-fault.ts";
import { commandFaults } from "./octets-of-commands.ts";
import { frameFaults } from "./octets-of-frames.ts";

export const octetFaults: Readonly<Record<keyof typeof frameFaults | keyof typeof commandFaults, OctetFault>> = { ...frameFaults, ...commandFaults };

/** Those that break a statement of the sender: on the way from a correct implementation they are mutants of it. */
export const octetMutants: readonly OctetMutant[] = Object.values(octetFaults).flatMap((fault) =>
  fault.breaks === null ? [] : [fault as OctetFault & { readonly breaks: RequirementId }],
);
