import { describe, expect, it } from "vitest";
import { octetsOf } from "../base/octets.ts";
import { Bench, command, dealerReady, greeting, message } from "./bench.test.support.ts";
import { connectionMachine, type ConnectionTable } from "./states.ts";

/** The table of the connection but for these cells. */
const changed = (cells: { readonly [State in keyof ConnectionTable]?: Partial<ConnectionTable[State]> }): ConnectionTable => ({
  greeting: { ...connectionMachine.greeting, ...cells.greeting },
  handshake: { ...connectionMachine.handshake, ...cells.handshake },
  traffic: { ...connectionMachine.traffic, ...cells.traffic },
  closed: { ...connectionMachine.closed, ...cells.closed },
});

describe("a connection with another table does what that one says", () => {
  it("of messages in the traffic: it ignores them, and goes on", () => {
    const table = changed({ traffic: { "message-frame": { do: "nothing", to: "traffic" } } });
    const bench = new Bench({ table }).feed(greeting, dealerReady, message("a"), message("b"), command("PING", Uint8Array.of(0, 0)));
    expect(bench.messages).toEqual([]);
    expect(bench.commands).toEqual(["READY", "PONG"]);
    expect(bench.end).toBeUndefined();
  });

  it("of a greeting, which comes once", () => {
    const refuse = { refuse: "greeting.signature" } as const;
    const table = changed({ handshake: { greeting: refuse }, traffic: { greeting: refuse } });
    const bench = new Bench({ table }).feed(greeting).feed(dealerReady).feed(message("a"));
    expect(bench.end).toBeUndefined();
    expect(bench.messages).toEqual([[octetsOf("a")]]);
  });

  it("of events that no command brings, by their names", () => {
    const table = changed({ greeting: { greeting: { refuse: "greeting.signature" } } });
    const bench = new Bench({ table }).feed(greeting);
    expect(bench.reason).toMatchObject({ error: { message: "greeting in state greeting [greeting.signature]" } });
  });

  it("of the end, which it may forbid", () => {
    const table = changed({ traffic: { close: { do: "nothing", to: "traffic" }, ended: { refuse: "commands.late-ready" } } });
    const bench = new Bench({ table }).feed(greeting, dealerReady);
    bench.connection.close(0);
    bench.connection.ended(1);
    expect(bench.connection.state).toBe("traffic");
    expect(bench.ends).toEqual([]);
    expect(bench.reasons).toEqual([]);
  });
});
