/** The suite: every property, chapter by chapter. */
import { overWebSocketToo, underEveryMechanism, type AnyProperty } from "../kit/property.ts";
import { commands } from "./commands.ts";
import { devices } from "./devices.ts";
import { client as curveClient } from "./curve/client.ts";
import { answers as curveAnswers } from "./curve/answers.ts";
import { server as curveServer } from "./curve/server.ts";
import { traffic as curveTraffic } from "./curve/traffic.ts";
import { exchangePatterns } from "./exchange-patterns.ts";
import { exclusivePair } from "./exclusive-pair.ts";
import { framing } from "./framing.ts";
import { greeting } from "./greeting.ts";
import { handshake } from "./handshake.ts";
import { answers } from "./heartbeat/answers.ts";
import { sent as pings } from "./heartbeat/sent.ts";
import { devices as inprocDevices } from "./inproc/devices.ts";
import { exclusivePair as inprocPair } from "./inproc/exclusive-pair.ts";
import { names } from "./inproc/names.ts";
import { pipeline as inprocPipeline } from "./inproc/pipeline.ts";
import { publishSubscribe as inprocPublishSubscribe } from "./inproc/publish-subscribe.ts";
import { requestReply as inprocRequestReply } from "./inproc/request-reply.ts";
import { ipc } from "./ipc.ts";
import { peers } from "./metadata/peers.ts";
import { received } from "./metadata/received.ts";
import { sent as announced } from "./metadata/sent.ts";
import { nullMechanism } from "./null.ts";
import { publishers as publisherOptions } from "./options/publishers.ts";
import { queues as queueOptions } from "./options/queues.ts";
import { requestReply as requestReplyOptions } from "./options/request-reply.ts";
import { pipeline } from "./pipeline.ts";
import { events } from "./publish-subscribe/events.ts";
import { subscriptionLimits } from "./publish-subscribe/limits.ts";
import { client as plainClient } from "./plain/client.ts";
import { mixed as plainMixed, server as plainServer } from "./plain/server.ts";
import { publishers } from "./publish-subscribe/publishers.ts";
import { subscriptions } from "./publish-subscribe/subscriptions.ts";
import { severalPeers as subscribersTogether } from "./publish-subscribe/several-peers.ts";
import { xsub } from "./publish-subscribe/xsub.ts";
import { rep } from "./request-reply/rep.ts";
import { req } from "./request-reply/req.ts";
import { router } from "./request-reply/router.ts";
import { connections } from "./sockets/connections.ts";
import { independence } from "./sockets/independence.ts";
import { queues } from "./sockets/queues.ts";
import { severalPeers as peersTogether } from "./sockets/several-peers.ts";
import { tcp } from "./tcp.ts";
import { versions } from "./versions.ts";
import { frames as webSocketFrames } from "./websocket/frames.ts";
import { life as webSocketLife } from "./websocket/life.ts";
import { requests as webSocketRequests } from "./websocket/requests.ts";
import { z85 } from "./z85.ts";
import { replies as zapReplies } from "./zap/replies.ts";
import { requests as zapRequests } from "./zap/requests.ts";

export const suite: readonly AnyProperty[] = [
  ...greeting,
  ...versions,
  ...framing,
  ...underEveryMechanism(commands),
  ...announced,
  ...received,
  ...peers,
  ...handshake,
  ...underEveryMechanism(answers),
  ...underEveryMechanism(pings),
  ...nullMechanism,
  ...plainServer,
  ...plainMixed,
  ...plainClient,
  ...curveServer,
  ...curveAnswers,
  ...curveClient,
  ...curveTraffic,
  ...zapRequests,
  ...zapReplies,
  ...z85,
  ...overWebSocketToo([
    ...underEveryMechanism(exchangePatterns),
    ...underEveryMechanism(connections),
    ...underEveryMechanism(queues),
    ...underEveryMechanism(independence),
    ...peersTogether,
    ...underEveryMechanism(req),
    ...underEveryMechanism(rep),
    ...underEveryMechanism(router),
    ...underEveryMechanism(publishers),
    ...underEveryMechanism(events),
    ...underEveryMechanism(subscriptions),
    ...underEveryMechanism(subscriptionLimits),
    ...underEveryMechanism(xsub),
    ...subscribersTogether,
    ...underEveryMechanism(pipeline),
    ...underEveryMechanism(exclusivePair),
    ...underEveryMechanism(devices),
    ...requestReplyOptions,
    ...queueOptions,
    ...publisherOptions,
  ]),
  ...tcp,
  ...names,
  ...inprocRequestReply,
  ...inprocPublishSubscribe,
  ...inprocPipeline,
  ...inprocPair,
  ...inprocDevices,
  ...ipc,
  ...webSocketRequests,
  ...webSocketFrames,
  ...webSocketLife,
];
