/** The suite: every property, chapter by chapter. */
import type { AnyProperty } from "../kit/property.ts";
import { commands } from "./commands.ts";
import { devices } from "./devices.ts";
import { exchangePatterns } from "./exchange-patterns.ts";
import { exclusivePair } from "./exclusive-pair.ts";
import { framing } from "./framing.ts";
import { greeting } from "./greeting.ts";
import { handshake } from "./handshake.ts";
import { answers } from "./heartbeat/answers.ts";
import { sent as pings } from "./heartbeat/sent.ts";
import { inproc } from "./inproc.ts";
import { ipc } from "./ipc.ts";
import { peers } from "./metadata/peers.ts";
import { received } from "./metadata/received.ts";
import { sent as announced } from "./metadata/sent.ts";
import { nullMechanism } from "./null.ts";
import { pipeline } from "./pipeline.ts";
import { events } from "./publish-subscribe/events.ts";
import { publishers } from "./publish-subscribe/publishers.ts";
import { subscriptions } from "./publish-subscribe/subscriptions.ts";
import { rep } from "./request-reply/rep.ts";
import { req } from "./request-reply/req.ts";
import { router } from "./request-reply/router.ts";
import { connections } from "./sockets/connections.ts";
import { independence } from "./sockets/independence.ts";
import { queues } from "./sockets/queues.ts";
import { tcp } from "./tcp.ts";
import { versions } from "./versions.ts";

export const suite: readonly AnyProperty[] = [
  ...greeting,
  ...versions,
  ...framing,
  ...commands,
  ...announced,
  ...received,
  ...peers,
  ...handshake,
  ...answers,
  ...pings,
  ...nullMechanism,
  ...exchangePatterns,
  ...connections,
  ...queues,
  ...independence,
  ...req,
  ...rep,
  ...router,
  ...publishers,
  ...events,
  ...subscriptions,
  ...pipeline,
  ...exclusivePair,
  ...devices,
  ...tcp,
  ...inproc,
  ...ipc,
];
