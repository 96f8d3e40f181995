/** `watch --capture`, from a file to the exit code. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packetOf, pcapOf, type FakePacket } from "../kit/capture/fake-capture.ts";
import { met, segmentsOf, type Turn } from "../kit/capture/fake-traffic.ts";
import type { Report } from "../kit/model.ts";
import { ascii } from "../kit/octets.ts";
import { encodeMessage, encodePing } from "../kit/wire/encode.ts";
import { faultsOf } from "../manifests/schema.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext } from "./fake-context.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-capture-"));
const kept: readonly Turn[] = [...met("PUSH", "PULL"), ["connecting", encodeMessage([ascii("work")])]];
const broken: readonly Turn[] = [...kept, ["binding", encodePing(0, new Uint8Array(17))]];

describe("watch --capture", () => {
  it("ends with 0 when nothing that was seen is broken", async () => {
    const { code, printed } = await watch(file("kept.pcap", packets(kept)));
    expect(code).toBe(0);
    expect(printed).toContain("1 TCP connection, of which 1 is judged as ZMTP");
    expect(printed).toContain("127.0.0.1:40000 → 127.0.0.2:5555: PUSH → PULL, whole");
  });

  it("tells the packet, the peer and the statement of an offence, and leaves a witness that is judged alike", async () => {
    const witnesses = join(folder, "witnesses");
    const { code, printed } = await watch(file("broken.pcap", packets(broken)), "--witnesses", witnesses);
    expect(code).toBe(1);
    expect(printed).toMatch(/packet 8: the binding peer breaks heartbeat\.context-size: expected a context of at most 16 octets/u);
    const [name = ""] = readdirSync(witnesses);
    const replayed = await command("replay", join(witnesses, name));
    expect(replayed.code).toBe(1);
    expect(replayed.printed).toContain("heartbeat.context-size");
  });

  it("leaves a witness that can be written as a capture, which shows the same again", async () => {
    const witnesses = join(folder, "for-wireshark");
    await watch(file("again.pcap", packets(broken)), "--witnesses", witnesses);
    const path = join(witnesses, readdirSync(witnesses)[0] ?? "");
    const capture = join(folder, "again.pcapng");
    const { code, complained } = await command("replay", path, "--pcapng", capture);
    expect([code, complained]).toEqual([0, expect.stringContaining(`${capture} is written`)]);
    expect(readFileSync(capture, "utf8")).toContain(`heartbeat.context-size: A sender MUST NOT`);
    expect(readFileSync(capture, "utf8")).toContain(`Play it again: npx patternwire replay ${path}`);
    const { printed } = await watch(capture);
    expect(printed).toContain("PUSH → PULL, whole");
    expect(printed).toMatch(/the binding peer breaks heartbeat\.context-size/u);
  });

  it("says where a conversation begins in the middle, and by what it can be judged; the witness begins there too", async () => {
    const witnesses = join(folder, "from-the-middle");
    const tail = packets([...broken.slice(0, -1), ["binding", encodePing(0, ascii("a"))], ...broken.slice(-1)]).slice(6);
    const { code, printed } = await watch(file("middle.pcap", tail), "--witnesses", witnesses);
    expect(code).toBe(1);
    expect(printed).toContain("from the middle: it was under way before the capture");
    expect(printed).toContain("judged from there on by framing.short-command, framing.command-between, heartbeat.ping-format, heartbeat.context-size alone");
    const [name = ""] = readdirSync(witnesses);
    expect((await command("replay", join(witnesses, name))).code).toBe(1);
  });

  it("gives data with the reports: each conversation, what it breaks, what cannot be judged", async () => {
    const other = packets([["connecting", ascii("GET / HTTP/1.1\r\n")]]);
    const { code, printed } = await watch(file("data.pcap", [...packets(broken), ...other.map(moved)]), "--json", "-");
    expect(code).toBe(1);
    expect(faultsOf("pairs", JSON.parse(printed))).toEqual([]);
    const { capture, reports } = JSON.parse(printed) as {
      readonly capture: { readonly conversations: readonly object[] };
      readonly reports: readonly Report[];
    };
    expect(capture.conversations).toMatchObject([
      { number: 1, kind: "whole", judged: true, breaches: [{ side: "binding", statement: "heartbeat.context-size", packet: 8 }] },
      { number: 2, kind: "other", judged: false, reason: "the connecting peer speaks HTTP", breaches: [] },
    ]);
    expect(reports.map(({ summary }) => summary.fail)).toEqual([0, 1]);
  });

  it("judges what it could read of a file that is cut off, says so, and ends with 3", async () => {
    const path = file("whole.pcap", packets(broken));
    const cutOff = join(folder, "cut-off.pcap");
    writeFileSync(cutOff, readFileSync(path).subarray(0, -1));
    const { code, printed, complained } = await watch(cutOff);
    expect(code).toBe(3);
    expect(complained).toContain(`${cutOff} cannot be read to its end: it is cut off in packet 8. 7 packets, 1 TCP connection`);
    expect(printed).toContain("PUSH → PULL, whole");
  });

  it.each([
    ["empty", new Uint8Array(), /it is empty/u],
    ["text", ascii("hello, world"), /neither pcap nor pcapng: it begins with 68656c6c/u],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0), /compressed: gunzip it first/u],
    ["no-zmtp", pcapOf(packets([["connecting", ascii("hello")]])), /Nothing in .* was judged: no connection in it is ZMTP/u],
  ])("ends with 3 and says why when nothing is judged: %s", async (name, octets, message) => {
    const path = join(folder, name);
    writeFileSync(path, octets);
    const { code, complained } = await watch(path);
    expect(code).toBe(3);
    expect(complained).toMatch(message);
  });

  it.each([
    [["--capture", join(folder, "absent")], /cannot be read: ENOENT/u],
    [["--capture", folder], /is a folder/u],
    [["--capture", "-", "--listen", "tcp://127.0.0.1:0", "--conversations", "2"], /--listen, --conversations have no meaning with --capture/u],
  ])("refuses %s with a cure", async (args, message) => {
    const { code, complained } = await command("watch", ...args);
    expect(code).toBe(3);
    expect(complained).toMatch(message);
  });
});

function packets(said: readonly Turn[]): readonly FakePacket[] {
  const { opening, rest } = segmentsOf(said, { cuts: [1400], repeats: [], swaps: [], first: { connecting: 1, binding: 2 } });
  return [...opening, ...rest].map((segment) => packetOf(segment));
}

/** The same packet of another connection: its port on the connecting side differs. */
function moved({ octets, size }: FakePacket): FakePacket {
  const copy = octets.slice();
  const at = copy[15] === 1 ? 20 : 22;
  copy[at + 1] = (copy[at + 1] ?? 0) + 1;
  return { octets: copy, size };
}

function file(name: string, content: readonly FakePacket[]): string {
  const path = join(folder, name);
  writeFileSync(path, pcapOf(content));
  return path;
}

function watch(path: string, ...more: readonly string[]): ReturnType<typeof command> {
  return command("watch", "--capture", path, ...more);
}

async function command(...args: readonly string[]): Promise<{ readonly code: number; readonly printed: string; readonly complained: string }> {
  const context = fakeContext({ columns: 200 });
  const code = await runCommandLine(args, context);
  return { code, printed: context.printed(), complained: context.complained() };
}
