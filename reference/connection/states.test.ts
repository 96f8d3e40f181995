import { expect, it } from "vitest";
import { nullMachine } from "../security/null.ts";
import { commandEvent, connectionMachine } from "./states.ts";

/** Every state × every event, a line each. */
function lines(table: Readonly<Record<string, Readonly<Record<string, object>>>>): string[] {
  return Object.entries(table).flatMap(([state, row]) => Object.entries(row).map(([event, cell]) => `${state} × ${event} → ${Object.values(cell).join(", ")}`));
}

it("The connection machine does in each state what its table says", () => {
  expect(lines(connectionMachine).filter((line) => !line.includes("→ nothing"))).toMatchInlineSnapshot(`
    [
      "greeting × greeting → start-mechanism, handshake",
      "greeting × handshake-overdue → handshake.timeout",
      "greeting × ended → finish, closed",
      "greeting × close → finish, closed",
      "handshake × ready → shake, handshake",
      "handshake × error → shake, handshake",
      "handshake × ping → shake, handshake",
      "handshake × pong → shake, handshake",
      "handshake × other-command → shake, handshake",
      "handshake × subscription → shake, handshake",
      "handshake × message-frame → handshake.message-before-ready",
      "handshake × admitted → begin-traffic, traffic",
      "handshake × handshake-overdue → handshake.timeout",
      "handshake × ended → finish, closed",
      "handshake × close → finish, closed",
      "traffic × ready → commands.late-ready",
      "traffic × error → commands.late-error",
      "traffic × ping → answer-ping, traffic",
      "traffic × subscription → subscribe, traffic",
      "traffic × message-frame → collect, traffic",
      "traffic × ping-due → send-ping, traffic",
      "traffic × answer-overdue → heartbeat.timeout",
      "traffic × silence-overdue → heartbeat.ttl-expiry",
      "traffic × ended → finish, closed",
      "traffic × close → finish, closed",
    ]
  `);
});

it("Every row of the connection machine names every event", () => {
  const events = Object.keys(connectionMachine.greeting);
  for (const row of Object.values(connectionMachine)) expect(Object.keys(row)).toEqual(events);
  for (const cell of Object.values(connectionMachine.closed)) expect(cell).toEqual({ do: "nothing", to: "closed" });
});

it("The NULL machine does in each role what its table says", () => {
  expect(lines(nullMachine)).toMatchInlineSnapshot(`
    [
      "connecting × start → announce",
      "connecting × ready → complete",
      "connecting × error → reject",
      "connecting × other → handshake.unexpected-command",
      "connecting × accepted → handshake.unexpected-command",
      "connecting × refused → handshake.unexpected-command",
      "binding × start → wait",
      "binding × ready → announce-and-complete",
      "binding × error → reject",
      "binding × other → handshake.unexpected-command",
      "binding × accepted → handshake.unexpected-command",
      "binding × refused → handshake.unexpected-command",
      "asking × start → wait",
      "asking × ready → ask",
      "asking × error → reject",
      "asking × other → handshake.unexpected-command",
      "asking × accepted → announce-and-complete",
      "asking × refused → deny",
    ]
  `);
});

it("Names of commands are events with their case, and unknown ones are all alike", () => {
  expect(["READY", "ERROR", "PING", "PONG", "SUBSCRIBE", "CANCEL", "ping", "JOIN"].map(commandEvent)).toEqual([
    "ready",
    "error",
    "ping",
    "pong",
    "subscription",
    "subscription",
    "other-command",
    "other-command",
  ]);
});
