/** The laws of topologies with the faulty devices and peers that the simulation must find by them. */
import { jsonOutput, type Generator } from "../../checks/generate/generator.ts";
import { lawIds } from "../simulation/laws.ts";
import { mutations } from "../simulation/mutants.ts";

const path = "schemas/model/laws.json";

export const lawsModel: Generator = {
  name: "laws",
  about: `${path} from conformance/joint/simulation`,
  outputs: () => [
    jsonOutput(
      path,
      lawIds.map((id) => ({ id, mutants: mutations.filter(({ breaks }) => breaks === id).map(({ id: mutant, does }) => ({ id: mutant, does })) })),
    ),
  ],
};
