import { describe, expect, it } from "vitest";
import { octetsOf } from "../base/octets.ts";
import { decodeCommand, encodeCommand } from "../wire/commands.ts";
import { metadata, play, refusal } from "./handshake.test.support.ts";
import type { Mechanism } from "./mechanism.ts";
import { plainClient, plainServer } from "./plain.ts";

const credentials = { username: octetsOf("admin"), password: octetsOf("secret") };
const client = (): Mechanism => plainClient(credentials)(false, metadata);
const server = (): Mechanism => plainServer(true, metadata);
const namesOf = (bodies: readonly Uint8Array[]): readonly string[] => bodies.map((body) => decodeCommand(body).name);

describe("PLAIN", () => {
  it("says HELLO, WELCOME, INITIATE, READY, and both know each other's metadata", () => {
    const course = play(client(), server());
    expect(namesOf(course.said)).toEqual(["HELLO", "WELCOME", "INITIATE", "READY"]);
    expect([course.client.type, course.server.type]).toEqual(["complete", "complete"]);
    if (course.client.type === "complete") expect(course.client.metadata.get("socket-type")).toEqual(octetsOf("DEALER"));
  });

  it("writes the sizes before username and password (24/ZMTP-PLAIN)", () => {
    expect(client().start()).toEqual([octetsOf("\x05HELLO\x05admin\x06secret")]);
    const empty = plainClient({ username: new Uint8Array(), password: new Uint8Array() })(false, metadata);
    expect(empty.start()).toEqual([octetsOf("\x05HELLO\0\0")]);
  });

  it("asks about the credentials of HELLO, up to 255 octets each", () => {
    const largest = new Uint8Array(255).fill(0x61);
    const [hello] = plainClient({ username: largest, password: largest })(false, metadata).start();
    const step = server().receive(decodeCommand(hello ?? new Uint8Array()));
    expect(step).toMatchObject({ type: "ask", question: { mechanism: "PLAIN", credentials: [largest, largest] } });
  });

  it("refuses a HELLO cut anywhere, or longer than it says", () => {
    const [hello = new Uint8Array()] = client().start();
    for (let size = 6; size < hello.length; size += 1)
      expect(refusal(() => server().receive(decodeCommand(hello.subarray(0, size))))).toBe("plain.hello-malformed");
    expect(refusal(() => server().receive(decodeCommand(Uint8Array.of(...hello, 0))))).toBe("plain.hello-malformed");
  });

  it.each([
    [300, []],
    [400, ["ERROR"]],
    [500, ["ERROR"]],
  ] as const)("tells a client of status %i what it may know", (status, told) => {
    const machine = server();
    machine.receive(decodeCommand(client().start()[0] ?? new Uint8Array()));
    const step = machine.decided({ type: "refused", requirement: "plain.refuse", status });
    expect(step).toMatchObject({ type: "denied", status });
    expect(step.type === "denied" && namesOf(step.send)).toEqual(told);
  });

  it("refuses whatever comes out of turn", () => {
    for (const name of ["WELCOME", "INITIATE", "READY", "PING"])
      expect(refusal(() => server().receive({ name, data: new Uint8Array() }))).toBe("plain.unexpected-command");
    for (const name of ["HELLO", "INITIATE", "READY", "PING"]) {
      const machine = client();
      machine.start();
      expect(refusal(() => machine.receive({ name, data: new Uint8Array() }))).toBe("plain.unexpected-command");
    }
    expect(refusal(() => client().receive(decodeCommand(encodeCommand("WELCOME", Uint8Array.of(1)))))).toBe("plain.welcome-malformed");
  });
});
