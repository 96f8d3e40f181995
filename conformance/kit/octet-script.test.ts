/** Which cases can be played as octets by a client, and what the script has. */
import { describe, expect, test } from "vitest";
import { OctetScriptRecord } from "./octet-script.ts";

const trace = ["S opens DEALER maxMessageSize=10", "S binds", "A dials S", "A writes greeting", "A is closed"];

function recorded(): OctetScriptRecord {
  const record = new OctetScriptRecord();
  record.connects("A", "S");
  record.sends("A", Uint8Array.of(0xff, 0));
  record.takes("A", Uint8Array.of(0x7f));
  record.takes("A", "silent");
  record.ends("A", "aborts");
  record.takes("A", "closed");
  return record;
}

test("a script has what was written and what was taken, in order", () => {
  expect(recorded().told(trace, "tcp", "NULL")).toEqual({
    sockets: ["S opens DEALER maxMessageSize=10", "S binds"],
    steps: [
      { does: "connects", peer: "A", to: "S" },
      { does: "sends", peer: "A", octets: "ff00" },
      { does: "receives", peer: "A", octets: "7f" },
      { does: "hears nothing", peer: "A" },
      { does: "aborts", peer: "A" },
      { does: "is closed", peer: "A" },
    ],
  });
});

describe("there is no script where", () => {
  test.each([
    ["the application takes part", [...trace, 'S sends "a"'], "tcp", "NULL"],
    ["the application decides about peers", ["S opens DEALER zapDomain=domain 1", ...trace], "tcp", "PLAIN"],
    ["a clock writes", ["S opens DEALER heartbeatInterval=10", ...trace], "tcp", "NULL"],
    ["a peer listens", ["A listens", ...trace], "tcp", "NULL"],
    ["the octets depend on keys", trace, "tcp", "CURVE"],
    ["there is no TCP", trace, "ipc", "NULL"],
  ] as const)("%s", (_what, steps, transport, mechanism) => {
    expect(recorded().told(steps, transport, mechanism)).toBeUndefined();
  });

  test("octets differ from run to run, or are more than 16 KiB", () => {
    const varying = recorded();
    varying.varies();
    expect(varying.told(trace, "tcp", "NULL")).toBeUndefined();
    const long = recorded();
    long.sends("A", new Uint8Array(16_384));
    long.sends("A", Uint8Array.of(1));
    expect(long.told(trace, "tcp", "NULL")).toBeUndefined();
  });

  test("what the application gets is judged", () => {
    const judged = recorded();
    judged.acts();
    expect(judged.told(trace, "tcp", "NULL")).toBeUndefined();
    expect(recorded().told([...trace, 'S receives "still open"'], "tcp", "NULL")?.sockets, "as a barrier").toHaveLength(2);
  });

  test("no wire peer connects", () => {
    expect(new OctetScriptRecord().told(["S opens DEALER"], "tcp", "NULL")).toBeUndefined();
  });
});
