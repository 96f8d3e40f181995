import { describe, expect, it } from "vitest";
import { replyMachine } from "./reply.ts";
import { requestMachine } from "./request.ts";
import { socketTypes } from "./socket-type.ts";

/** Every state × every event, a line each. */
function lines(table: Readonly<Record<string, Readonly<Record<string, object>>>>): string[] {
  return Object.entries(table).flatMap(([state, row]) => Object.entries(row).map(([event, cell]) => `${state} × ${event} → ${Object.values(cell).join(", ")}`));
}

describe("the tables of request–reply", () => {
  it("REQ does in each state what its table says", () => {
    expect(lines(requestMachine)).toMatchInlineSnapshot(`
      [
        "ready × send → ask, waiting",
        "ready × receive → request-reply.req-receive-state",
        "ready × reply → discard, ready",
        "ready × stray → discard, ready",
        "ready × returned → none, ready",
        "ready × available → none, ready",
        "ready × lost → none, ready",
        "held × send → request-reply.req-send-state",
        "held × receive → block, held",
        "held × reply → discard, held",
        "held × stray → discard, held",
        "held × returned → none, held",
        "held × available → ask-held, waiting",
        "held × lost → none, held",
        "waiting × send → request-reply.req-send-state",
        "waiting × receive → block, waiting",
        "waiting × reply → keep, answered",
        "waiting × stray → discard, waiting",
        "waiting × returned → hold, held",
        "waiting × available → none, waiting",
        "waiting × lost → none, orphaned",
        "orphaned × send → request-reply.req-send-state",
        "orphaned × receive → block, orphaned",
        "orphaned × reply → discard, orphaned",
        "orphaned × stray → discard, orphaned",
        "orphaned × returned → none, orphaned",
        "orphaned × available → none, orphaned",
        "orphaned × lost → none, orphaned",
        "answered × send → request-reply.req-send-state",
        "answered × receive → deliver, ready",
        "answered × reply → discard, answered",
        "answered × stray → discard, answered",
        "answered × returned → none, answered",
        "answered × available → none, answered",
        "answered × lost → none, answered",
      ]
    `);
  });

  it("REP does in each state what its table says", () => {
    expect(lines(replyMachine)).toMatchInlineSnapshot(`
      [
        "idle × send → request-reply.rep-send-state",
        "idle × receive → look, idle",
        "idle × request → deliver, answering",
        "idle × malformed → discard, idle",
        "answering × send → reply, idle",
        "answering × receive → request-reply.rep-receive-state",
        "answering × request → request-reply.rep-receive-state",
        "answering × malformed → request-reply.rep-receive-state",
      ]
    `);
  });

  it("Socket types may be connected both ways or not at all", () => {
    for (const [type, row] of Object.entries(socketTypes)) {
      for (const peer of row.peers) expect(socketTypes[peer].peers).toContain(type);
    }
  });
});
