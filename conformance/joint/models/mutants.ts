/** All faulty models. */
import { connectionMutants } from "./connection-mutants.ts";
import { distributionTreeMutants } from "./distribution-tree-mutants.ts";
import { exclusivePairMutants } from "./exclusive-pair-mutants.ts";
import type { ModelMutant } from "./mutant.ts";
import { parallelPipelineMutants } from "./parallel-pipeline-mutants.ts";
import { requestReplyMutants } from "./request-reply-mutants.ts";
import { serviceBusMutants } from "./service-bus-mutants.ts";

export const modelMutants: readonly ModelMutant[] = [
  ...connectionMutants,
  ...requestReplyMutants,
  ...serviceBusMutants,
  ...distributionTreeMutants,
  ...parallelPipelineMutants,
  ...exclusivePairMutants,
];
