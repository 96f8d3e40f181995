/** The fault catalogue: every mutant, chapter by chapter. */
import type { Mutant } from "./mutant.ts";
import { choicesMutants } from "./choices.ts";
import { commandsMutants } from "./commands.ts";
import { curveHandshakeMutants } from "./curve-handshake.ts";
import { curveTrafficMutants } from "./curve-traffic.ts";
import { devicesMutants } from "./devices.ts";
import { exchangePatternsMutants } from "./exchange-patterns.ts";
import { framingMutants } from "./framing.ts";
import { greetingMutants } from "./greeting.ts";
import { handshakeMutants } from "./handshake.ts";
import { heartbeatMutants } from "./heartbeat.ts";
import { metadataMutants } from "./metadata.ts";
import { nullMutants } from "./null.ts";
import { optionsMutants } from "./options.ts";
import { pipelineMutants } from "./pipeline.ts";
import { plainMutants } from "./plain.ts";
import { publishSubscribeMutants } from "./publish-subscribe.ts";
import { recommendationsMutants } from "./recommendations.ts";
import { requestReplyMutants } from "./request-reply.ts";
import { rolesMutants } from "./roles.ts";
import { socketsMutants } from "./sockets.ts";
import { transportMutants } from "./transports.ts";
import { webSocketMutants } from "./websocket.ts";
import { versionsMutants } from "./versions.ts";
import { z85Mutants } from "./z85.ts";
import { zapMutants } from "./zap.ts";
import { octetMutants } from "./octets.ts";
import { socketTypeMutants } from "./socket-types.ts";

export const catalogue: readonly Mutant[] = [
  ...greetingMutants,
  ...versionsMutants,
  ...nullMutants,
  ...plainMutants,
  ...curveHandshakeMutants,
  ...curveTrafficMutants,
  ...zapMutants,
  ...rolesMutants,
  ...z85Mutants,
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
  ...optionsMutants,
  ...transportMutants,
  ...webSocketMutants,
  ...choicesMutants,
  ...recommendationsMutants,
  ...socketTypeMutants,
  ...octetMutants,
];
