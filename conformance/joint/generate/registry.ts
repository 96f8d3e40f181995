/** The generators that read the tables of the reference. They run before those of conformance/checks/generate, which print the data. */
import type { Generator } from "../../checks/generate/generator.ts";
import { filled } from "../../checks/generate/marked.ts";
import { readText } from "../../checks/generate/repository.ts";
import { behaviourTable, comparisonTables } from "../zeromq-js/comparison.ts";
import { benchPage } from "./bench.ts";
import { lawsModel } from "./laws.ts";
import { topologyFigures } from "./topologies.ts";
import { curveExample } from "./curve-example.ts";
import { curveVectors } from "./curve-vectors.ts";
import { connectionMachineModel, repMachineModel, reqMachineModel } from "./machines.ts";
import { socketOptionsModel } from "./socket-options.ts";
import { socketTypesModel } from "./socket-types.ts";

export const modelMain = "dist/conformance/joint/generate/main.js";

const chapter = "reference/sockets/zeromq-js.md";
const zeromqJsChapter: Generator = {
  name: "zeromq-js",
  about: `the generated sections of ${chapter} from the declarations of zeromq.js and of the reference`,
  outputs: () => filled(chapter, readText(chapter), { "zeromq-js-api": comparisonTables, "zeromq-js-behaviour": behaviourTable }),
};

export const modelGenerators: readonly Generator[] = [
  connectionMachineModel,
  reqMachineModel,
  repMachineModel,
  socketTypesModel,
  socketOptionsModel,
  lawsModel,
  topologyFigures,
  zeromqJsChapter,
  curveExample,
  curveVectors,
  benchPage,
];
