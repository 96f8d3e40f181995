/** The figures of spec/topologies, from the committed measurement. */
import type { Generator } from "../../checks/generate/generator.ts";
import { readJson } from "../../checks/generate/repository.ts";
import { figuresOf, type ScaleFile } from "../simulation/scale-file.ts";

const folder = "spec/topologies";
const measured = `${folder}/scale.json`;

export const topologyFigures: Generator = {
  name: "topologies",
  about: `the figures of ${folder}, from ${measured}`,
  outputs: () => [...figuresOf(readJson(measured) as ScaleFile)].map(([name, text]) => ({ path: `${folder}/${name}`, text })),
};
