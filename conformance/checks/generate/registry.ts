/** The generators that need no reference implementation; those that do are in conformance/joint/generate. */
import { commandReference } from "./command-reference.ts";
import { claimsSection } from "./claims.ts";
import { ambiguitiesTable, coverage, rfcStatementsTable, scenariosTable } from "./coverage.ts";
import { dissector } from "./dissector.ts";
import { vectors } from "./examples.ts";
import { findingsTable } from "./findings.ts";
import type { Generator } from "./generator.ts";
import { lawsTable, loadTable, lossTable } from "./law-tables.ts";
import { machineText } from "./machine-text.ts";
import { findingsSection, matrixSection, pairFindingsSection, pairsSection } from "./matrix.ts";
import { markedSections } from "./marked.ts";
import { modelsTable } from "./model-tables.ts";
import { absentOptionsTable, localOptionsTable, outsideOptionsTable, semanticOptionsTable } from "./option-tables.ts";
import { requirementId, requirements } from "./requirements.ts";
import { commandsTable, socketRowsTable, socketTypesTable } from "./tables.ts";
import { constantsTable, sizesTable } from "./size-tables.ts";
import { realTopologiesTable } from "./topology-tables.ts";
import { types } from "./types.ts";
import { verificationSection } from "./verifications.ts";

export const generateMain = "dist/conformance/checks/generate/main.js";

const tables = markedSections({
  "socket-types": socketTypesTable,
  "socket-rows": socketRowsTable,
  commands: commandsTable,
  "semantic-options": semanticOptionsTable,
  "local-options": localOptionsTable,
  "outside-options": outsideOptionsTable,
  "absent-options": absentOptionsTable,
  "connection-machine": () => machineText("connection-machine"),
  "req-machine": () => machineText("req-machine"),
  "rep-machine": () => machineText("rep-machine"),
  laws: lawsTable,
  "load-tree": () => loadTable("tree"),
  "load-bus": () => loadTable("bus"),
  "load-pipeline": () => loadTable("pipeline"),
  "loss-tree": () => lossTable("tree"),
  "loss-bus": () => lossTable("bus"),
  "loss-pipeline": () => lossTable("pipeline"),
  "real-topologies": realTopologiesTable,
  constants: constantsTable,
  sizes: sizesTable,
  models: modelsTable,
  coverage: rfcStatementsTable,
  ambiguities: ambiguitiesTable,
  scenarios: scenariosTable,
  findings: findingsTable,
  matrix: matrixSection,
  "findings-index": findingsSection,
  pairs: pairsSection,
  "pair-findings": pairFindingsSection,
  claims: claimsSection,
  verifications: verificationSection,
});

export const generators: readonly Generator[] = [requirements, requirementId, types, tables, coverage, vectors, dissector, commandReference];
