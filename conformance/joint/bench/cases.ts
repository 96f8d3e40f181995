/** All measurements. */
import type { Case } from "./case.ts";
import { codecCases } from "./codec-cases.ts";
import { costCases } from "./costs.ts";
import { decisionCases } from "./decision-cases.ts";
import { streamCases } from "./streams.ts";
import { topicCases } from "./topic-cases.ts";

export const cases: readonly Case[] = [...streamCases, ...costCases, ...topicCases, ...codecCases, ...decisionCases];
