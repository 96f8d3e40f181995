/** The fault catalogue: every mutant, chapter by chapter. */
import type { Mutant } from "./mutant.ts";
import { commandsMutants } from "./commands.ts";
import { devicesMutants } from "./devices.ts";
import { exchangePatternsMutants } from "./exchange-patterns.ts";
import { framingMutants } from "./framing.ts";
import { greetingMutants } from "./greeting.ts";
import { handshakeMutants } from "./handshake.ts";
import { heartbeatMutants } from "./heartbeat.ts";
import { metadataMutants } from "./metadata.ts";
import { nullMutants } from "./null.ts";
import { pipelineMutants } from "./pipeline.ts";
import { publishSubscribeMutants } from "./publish-subscribe.ts";
import { requestReplyMutants } from "./request-reply.ts";
import { socketsMutants } from "./sockets.ts";
import { versionsMutants } from "./versions.ts";

export const catalogue: readonly Mutant[] = [
  ...greetingMutants,
  ...versionsMutants,
  ...nullMutants,
  ...framingMutants,
  ...commandsMutants,
  ...metadataMutants,
  ...handshakeMutants,
  ...heartbeatMutants,
  ...exchangePatternsMutants,
  ...socketsMutants,
  ...requestReplyMutants,
  ...publishSubscribeMutants,
  ...pipelineMutants,
  ...devicesMutants,
];
