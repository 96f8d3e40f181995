/** From a row of the table to a running pattern. */
import { Exchange } from "./exchange.ts";
import type { Pattern, PatternContext } from "./pattern.ts";
import { Reply } from "./reply.ts";
import { Request } from "./request.ts";

export function createPattern(context: PatternContext): Pattern {
  switch (context.row.outgoing) {
    case "lock-step-request":
      return new Request(context);
    case "lock-step-reply":
      return new Reply(context);
    case "round-robin":
    case "by-identity":
      return new Exchange(context);
  }
}
