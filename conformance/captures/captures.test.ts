/** The committed captures of real implementations say what they said when they were made, however they are cut, moved about and limited; and a fresh one can be made. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { runCommandLine } from "../cli/command-line.ts";
import { fakeContext } from "../cli/fake-context.ts";
import { CaptureError } from "../kit/capture/capture-error.ts";
import { OctetReader } from "../kit/capture/octet-reader.ts";
import type { Packet } from "../kit/capture/packet.ts";
import { packetsOf } from "../kit/capture/packets.ts";
import { readCapture, type Reading } from "../kit/capture/read.ts";
import { unpack } from "../kit/capture/segment.ts";
import { pcapngOf } from "../kit/capture/write.ts";
import { filesBelow, root } from "../checks/generate/repository.ts";
import { faultsOf } from "../manifests/schema.ts";
import { asPcapng } from "./as-pcapng.ts";
import { record } from "./rig.ts";
import { scenarios } from "./scenarios.ts";
import { whyNoCapture } from "./sniffer.ts";

interface Shown {
  readonly kinds: readonly string[];
  /** Socket types as far as they pass in clear. */
  readonly types: readonly string[];
  readonly breaks: readonly RequirementId[];
}

const whole = (types: string, breaks: readonly RequirementId[] = []): Shown => ({ kinds: ["whole"], types: [types], breaks });
const captures: Readonly<Record<string, Shown>> = {
  "req-rep": whole("REQ → REP"),
  "pub-sub": whole("SUB → XPUB"),
  xsub: whole("XSUB → XPUB", ["publish-subscribe.subscribe-command"]),
  "push-pull": whole("PUSH → PULL"),
  heartbeat: whole("DEALER → ROUTER"),
  plain: whole("DEALER → ROUTER"),
  curve: whole("? → ?"),
  "version-3-0": whole("SUB → XPUB"),
  "web-socket": whole("SUB → XPUB"),
  "two-connections": { kinds: ["whole", "whole"], types: ["DEALER → ROUTER", "DEALER → ROUTER"], breaks: [] },
  middle: { kinds: ["middle"], types: ["? → ?"], breaks: [] },
};
const names = Object.keys(captures);
const octetsOf = new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(root, `conformance/captures/${name}.pcapng`)))]));
const file = (name: string): Uint8Array => octetsOf.get(name) ?? new Uint8Array();

describe("the captures", () => {
  it("are those of the scenarios, each with its line in the README", () => {
    const readme = readFileSync(join(root, "conformance/captures/README.md"), "utf8");
    expect(filesBelow("conformance/captures", ".pcapng").map((path) => path.split("/").at(-1))).toEqual(names.map((name) => `${name}.pcapng`).sort());
    expect(
      scenarios()
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...names].sort());
    for (const name of names) expect(readme).toContain(`| \`${name}.pcapng\` |`);
  });

  it.each(names)("%s: watch judges it as expected, and its data are of the schema", async (name) => {
    const context = fakeContext();
    const code = await runCommandLine(["watch", "--capture", join(root, `conformance/captures/${name}.pcapng`), "--json", "-"], context);
    expect([code, faultsOf("pairs", JSON.parse(context.printed()))]).toEqual([captures[name]?.breaks.length === 0 ? 0 : 1, []]);
    expect(shown(read(file(name)))).toEqual(captures[name]);
  });

  it("cut off at any octet give the packets before, and say that they are cut off", () => {
    for (const name of names) {
      const octets = file(name);
      const boundaries = new Set<number>();
      const unclear: string[] = [];
      for (let size = 1; size < octets.length; size += 1) {
        const { count, fault } = counted(octets.subarray(0, size));
        if (fault === undefined) boundaries.add(count);
        else if (!/cut off/u.test(fault)) unclear.push(`after ${String(size)} octets: ${fault}`);
      }
      expect(unclear).toEqual([]);
      expect([...boundaries].sort((a, b) => a - b)).toEqual([...packets(octets).keys()]);
    }
  });

  it("that end after any packet show nothing that the whole does not show", () => {
    for (const name of names) for (const count of packets(file(name)).keys()) expectNoMore(name, pcapngOf(written(packets(file(name)).slice(0, count)), 1, ""));
  });

  it("whose packets are repeated and change places show the same", () => {
    const moved = fc.record({
      name: fc.constantFrom(...names.filter((one) => one !== "middle")),
      swaps: fc.array(fc.nat(), { maxLength: 6 }),
      repeats: fc.array(fc.nat(), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(moved, ({ name, swaps, repeats }) => {
        expect(shown(read(pcapngOf(written(moveAbout(packets(file(name)), swaps, repeats)), 1, "")))).toEqual(captures[name]);
      }),
      { numRuns: 60 },
    );
  });

  it("of which packets are lost or limited in size show nothing that the whole does not show", () => {
    const poor = fc.record({ name: fc.constantFrom(...names), lost: fc.array(fc.nat(40), { maxLength: 4 }), most: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(poor, ({ name, lost, most }) => {
        const kept = packets(file(name)).filter((_, at) => !lost.includes(at));
        expectNoMore(name, pcapngOf(written(kept.map((packet) => ({ ...packet, octets: packet.octets.subarray(0, most) }))), 1, ""));
      }),
      { numRuns: 100 },
    );
  });

  it("with damage anywhere are read, or said to be damaged", () => {
    const damage = fc.record({ name: fc.constantFrom(...names), at: fc.nat(), octets: fc.uint8Array({ minLength: 1, maxLength: 8 }) });
    fc.assert(
      fc.property(damage, ({ name, at, octets }) => {
        const copy = file(name).slice();
        copy.set(octets.subarray(0, copy.length - (at % copy.length)), at % copy.length);
        const { fault } = read(copy);
        if (fault !== undefined) expect(fault).toMatch(/^it is (?:damaged|cut off|neither)/u);
      }),
      { numRuns: 150 },
    );
  });
});

const absent = await whyNoCapture();

describe.skipIf(absent !== undefined)(`a fresh capture${absent === undefined ? "" : ` (left out: ${absent})`}`, () => {
  it("shows what two implementations say just now", async () => {
    const [scenario] = scenarios().filter(({ name }) => name === "heartbeat");
    if (scenario === undefined) throw new Error("there is no such scenario");
    const { file: fresh, players } = await record({
      ...scenario,
      binding: { implementation: "reference", type: "ROUTER" },
      connecting: [{ ...scenario.connecting[0], type: "DEALER", implementation: "zeromq.js" }],
    });
    expect(players.map((player) => player.split(" ")[0])).toEqual(["reference", "zeromq.js"]);
    expect(shown(read(asPcapng(fresh, "fresh")))).toEqual(whole("DEALER → ROUTER"));
  });
});

function read(octets: Uint8Array): Reading {
  return readCapture(OctetReader.of(octets));
}

function shown({ conversations }: Reading): Shown {
  return {
    kinds: conversations.map(({ kind }) => kind.type),
    types: conversations.map(({ watch }) => (["connecting", "binding"] as const).map((side) => watch.announced.socketType[side] ?? "?").join(" → ")),
    breaks: conversations.flatMap(({ breaches }) => breaches.map(({ breach }) => breach.statement)),
  };
}

function expectNoMore(name: string, octets: Uint8Array): void {
  const { fault, conversations } = read(octets);
  expect(fault).toBe(undefined);
  for (const { breaches, isJudged } of conversations)
    if (isJudged) for (const { breach } of breaches) expect(captures[name]?.breaks).toContain(breach.statement);
}

function packets(octets: Uint8Array): readonly Packet[] {
  return [...packetsOf(OctetReader.of(octets))];
}

function counted(octets: Uint8Array): { readonly count: number; readonly fault?: string } {
  let count = 0;
  try {
    for (const _ of packetsOf(OctetReader.of(octets))) count += 1;
    return { count };
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    return { count, fault: error.message };
  }
}

function written(all: readonly Pick<Packet, "octets" | "size">[]): Parameters<typeof pcapngOf>[0] {
  return all.map(({ octets, size }, at) => ({ octets, size, micros: at }));
}

/** The packets that open a connection stay where they are: who connected is known by them. */
function moveAbout(all: readonly Packet[], swaps: readonly number[], repeats: readonly number[]): readonly Packet[] {
  const [opening, rest] = [all.slice(0, 3), all.slice(3)];
  for (const repeat of repeats) {
    const at = repeat % rest.length;
    rest.splice(at + 1, 0, ...rest.slice(at, at + 1));
  }
  for (const swap of swaps) {
    const at = swap % (rest.length - 1);
    const pair = rest.slice(at, at + 2);
    if (!pair.some(opens)) rest.splice(at, 2, ...pair.reverse());
  }
  return [...opening, ...rest];
}

function opens(packet: Packet): boolean {
  const unpacked = unpack(packet);
  return unpacked.type === "segment" && unpacked.segment.syn;
}
