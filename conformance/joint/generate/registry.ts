/** The generators that read the tables of the reference. They run before those of conformance/checks/generate, which print the data. */
import type { Generator } from "../../checks/generate/generator.ts";
import { connectionMachineModel, repMachineModel, reqMachineModel } from "./machines.ts";
import { socketTypesModel } from "./socket-types.ts";

export const modelMain = "dist/conformance/joint/generate/main.js";

export const modelGenerators: readonly Generator[] = [connectionMachineModel, reqMachineModel, repMachineModel, socketTypesModel];
