/** The generators that need no reference implementation; those that do are in conformance/joint/generate. */
import { ambiguitiesTable, coverage, rfcStatementsTable } from "./coverage.ts";
import { vectors } from "./examples.ts";
import { findingsTable } from "./findings.ts";
import type { Generator } from "./generator.ts";
import { machineText } from "./machine-text.ts";
import { markedSections } from "./marked.ts";
import { requirementId, requirements } from "./requirements.ts";
import { commandsTable, socketRowsTable, socketTypesTable } from "./tables.ts";
import { types } from "./types.ts";

export const generateMain = "dist/conformance/checks/generate/main.js";

const tables = markedSections({
  "socket-types": socketTypesTable,
  "socket-rows": socketRowsTable,
  commands: commandsTable,
  "connection-machine": () => machineText("connection-machine"),
  "req-machine": () => machineText("req-machine"),
  "rep-machine": () => machineText("rep-machine"),
  coverage: rfcStatementsTable,
  ambiguities: ambiguitiesTable,
  findings: findingsTable,
});

export const generators: readonly Generator[] = [requirements, requirementId, types, tables, coverage, vectors];
