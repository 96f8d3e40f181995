/** What tshark shows with the dissector of the committed captures of real implementations. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OctetReader } from "../kit/capture/octet-reader.ts";
import { packetsOf } from "../kit/capture/packets.ts";
import { pcapngOf } from "../kit/capture/write.ts";
import { projectRoot } from "../kit/root.ts";
import { fieldsOf, hasTshark, needsTshark, tshark } from "./tshark.ts";

const ethernet = 1;
/** What each packet with whole units shows, connection after connection. */
const shown: Readonly<Record<string, readonly string[]>> = {
  "req-rep": [
    ...["Greeting 3.0 NULL", "Greeting 3.1 NULL", "READY REP", "READY REQ"],
    ...["message part of 0 octets, more follow; message part of 5 octets", "message part of 0 octets, more follow; message part of 5 octets"],
    "message part of 0 octets, more follow; message part of 5 octets",
    "message part of 0 octets, more follow; message part of 3 octets, more follow; message part of 5 octets",
  ],
  "pub-sub": [
    ...["Greeting 3.1 NULL", "Greeting 3.1 NULL", "READY XPUB", "READY SUB", "SUBSCRIBE"],
    ...["message part of 4 octets, more follow; message part of 5 octets", "CANCEL"],
  ],
  xsub: [...["Greeting 3.1 NULL", "Greeting 3.1 NULL", "READY XSUB", "READY XPUB"], ...["subscription as a message", "message part of 4 octets"]],
  "push-pull": [
    ...["Greeting 3.1 NULL", "Greeting 3.1 NULL", "READY PULL", "READY PUSH; message part of 4 octets"],
    "message part of 0 octets, more follow; message part of 1 octets, more follow; message part of 255 octets",
    "message part of 256 octets, more follow; message part of 0 octets, more follow; message part of 1000 octets",
  ],
  heartbeat: [
    ...["Greeting 3.1 NULL", "Greeting 3.1 NULL", "READY DEALER", "READY ROUTER"],
    ...["message part of 6 octets", "PING", "PONG", "message part of 5 octets"],
  ],
  plain: ["Greeting 3.1 PLAIN", "Greeting 3.1 PLAIN", "HELLO", "WELCOME", "INITIATE DEALER", "READY ROUTER", "message part of 8 octets"],
  curve: [...["Greeting 3.1 CURVE", "Greeting 3.1 CURVE", "HELLO", "WELCOME", "INITIATE", "READY"], ...["MESSAGE; MESSAGE", "MESSAGE; MESSAGE"]],
  "version-3-0": ["Greeting 3.0 NULL", "Greeting 3.1 NULL", "READY SUB", "READY XPUB", "subscription as a message", "message part of 5 octets"],
  "two-connections": [
    ...["Greeting 3.0 NULL", "Greeting 3.1 NULL", "READY ROUTER", "READY DEALER", "message part of 7 octets", "message part of 5 octets"],
    ...["Greeting 3.1 NULL", "Greeting 3.0 NULL", "READY DEALER", "READY ROUTER", "message part of 7 octets", "message part of 5 octets"],
  ],
  middle: ["PING", "PONG", "message part of 8 octets", "message part of 8 octets", "PING", "PONG"],
};
const names = Object.keys(shown);

describe.skipIf(!hasTshark)(`the dissector, on the captures${needsTshark}`, () => {
  it("shows every greeting, command and message part, and the one statement that is broken", async () => {
    // All captures as one file: tshark takes longer to start than to read them.
    const rows = await fieldsOf(joined(names), ["_ws.col.Info", "patternwire.statement"]);
    expect(rows.map(([info = ""]) => info.trim())).toEqual(names.flatMap((name) => shown[name] ?? []));
    expect(rows.filter(([, statement]) => statement !== "")).toEqual([["subscription as a message ", "publish-subscribe.subscribe-command"]]);
  });

  it("finds frames again behind packets of which only the beginning was captured, and blames nobody", async () => {
    const rows = await fieldsOf(joined(["push-pull"], 90), ["_ws.col.Info", "patternwire.statement"]);
    expect(rows.map(([info = ""]) => info.trim())).toEqual(["READY", "READY", shown["push-pull"]?.[4], "message part of 256 octets, more follow"]);
    expect(rows.map(([, statement]) => statement).filter(Boolean)).toEqual([]);
  });

  it("gives the fields of the handshakes as JSON", async () => {
    const text = await tshark(joined(["plain", "curve"]), "-Y", "patternwire", "-T", "json", "-J", "patternwire");
    for (const field of [
      '"patternwire.greeting.mechanism": "PLAIN"',
      '"patternwire.hello.username": "patternwire"',
      '"patternwire.socket-type": "ROUTER"',
      '"patternwire.greeting.mechanism": "CURVE"',
    ])
      expect(text).toContain(field);
    const sizes = {
      "hello.client-transient-key": 32,
      "hello.box": 80,
      "welcome.long-nonce": 16,
      "welcome.box": 144,
      "initiate.cookie": 96,
      "message.short-nonce": 8,
    };
    for (const [name, size] of Object.entries(sizes)) {
      const value = new RegExp(`"patternwire\\.${name.replace(".", "\\.")}": "([0-9a-f:]*)"`, "u").exec(text)?.[1] ?? "";
      expect([name, value.split(":").length]).toEqual([name, size]);
    }
  });
});

/** One capture after the other, in time as well; of each packet so many octets at most. */
function joined(wanted: readonly string[], most = Infinity): Uint8Array {
  const files = wanted.map((name) => new Uint8Array(readFileSync(join(projectRoot(), `conformance/captures/${name}.pcapng`))));
  const packets = files.flatMap((file) => [...packetsOf(OctetReader.of(file))]);
  return pcapngOf(
    packets.map(({ octets, size }, at) => ({ octets: octets.subarray(0, most), size, micros: at })),
    ethernet,
    "",
  );
}
