/** From a row of the table to a running pattern. */
import { Exchange } from "./exchange.ts";
import type { Pattern, PatternContext } from "./pattern.ts";
import { Publish } from "./publish.ts";
import { Reply } from "./reply.ts";
import { Request } from "./request.ts";
import { Subscribe } from "./subscribe.ts";

export function createPattern(context: PatternContext): Pattern {
  switch (context.row.subscriptions) {
    case "publisher":
      return new Publish(context);
    case "subscriber":
      return new Subscribe(context);
    case "none":
      return createPlain(context);
  }
}

function createPlain(context: PatternContext): Pattern {
  switch (context.row.outgoing) {
    case "lock-step-request":
      return new Request(context);
    case "lock-step-reply":
      return new Reply(context);
    case "round-robin":
    case "by-identity":
    case "exclusive":
    case "fan-out":
    case "none":
      return new Exchange(context);
  }
}
