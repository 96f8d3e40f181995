/** spec/wire/metadata.md, the receiver's duties: malformed, repeated and unknown properties. */
import * as fc from "fast-check";
import { limits } from "../../kit/generate/limits.ts";
import { ascii, concat, fromHex } from "../../kit/octets.ts";
import { blame, expect, NotReached } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import { count, entries, fields } from "../../kit/shrink/shape.ts";
import { encodeCommand, encodeMetadata, type PropertyFields } from "../../kit/wire/encode.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { octetFaults } from "../../mutants/octets.ts";
import { meet, meetRaw, refusalInHandshake, words, type RefusalDefinition } from "../support.ts";

const socketType: PropertyFields = { name: "Socket-Type", value: ascii("DEALER") };

/** Metadata that end inside the second property: after its name's length, in its name, in its size, in its value. */
const truncated = [
  "08",
  "0849",
  "084964656e746974",
  "084964656e74697479",
  "084964656e74697479000000",
  "084964656e7469747900000002",
  "084964656e746974790000000241",
];

export const received: readonly AnyProperty[] = [
  badReady("metadata/empty-name-is-refused", "metadata.empty-name", [{ properties: "0000000000" }, { properties: "000000000141" }, { fault: "emptyName" }]),
  badReady("metadata/truncated-is-refused", "metadata.truncated", [...truncated.map((properties) => ({ properties })), { fault: "cutValue" }]),
  badReady("metadata/oversized-value-is-refused", "metadata.value-bound", [
    { properties: "0158ffffffff" },
    { properties: "015880000000" },
    { properties: "0158ffffffff4141" },
    { fault: "hugeValue" },
  ]),
  refusalInHandshake<{ readonly name: string; readonly values: readonly string[] }>({
    name: "metadata/repeated-property-is-refused",
    judges: "metadata.repeated",
    cases: [
      { name: "Socket-Type", values: ["DEALER", "DEALER"] },
      { name: "Identity", values: ["a", "b"] },
    ],
    behave: (peer, { name, values }) => {
      ready(peer, [...(name === "Socket-Type" ? [] : [socketType]), { name, value: ascii(values[0] ?? "") }]);
    },
    offend: (peer, { name, values }) => {
      ready(peer, [...(name === "Socket-Type" ? [] : [socketType]), ...values.map((value) => ({ name, value: ascii(value) }))]);
    },
  }),
  property<{ readonly properties: readonly { readonly name: string; readonly size: number }[] }>({
    name: "metadata/unknown-properties-are-ignored",
    judges: ["metadata.unknown"],
    socketTypes: ["DEALER"],
    cases: [
      { properties: [{ name: "Color", size: 3 }] },
      {
        properties: [
          { name: "X-App", size: 0 },
          { name: "a.b_c-d+e", size: 300 },
        ],
      },
      { properties: [{ name: "N".repeat(limits.propertyName), size: 70000 }] },
    ],
    shape: fields({ properties: entries("octets", 0, fields({ size: count("octets") })) }),
    arbitrary: fc.record({
      properties: fc.array(fc.record({ name: fc.stringMatching(/^Q[A-Za-z0-9._+-]{0,40}$/), size: fc.nat({ max: 2000 }) }), { maxLength: 12, size: "max" }),
    }),
    classes: {
      "several properties": ({ properties }) => properties.length > 1,
      "a value of more than 255 octets": ({ properties }) => properties.some(({ size }) => size > 255),
    },
    play: async (stage, { properties }) => {
      await blame(stage, "metadata.unknown", async () => {
        const { subject, peer } = await meet(
          stage,
          "DEALER",
          "binds",
          {},
          { properties: properties.map(({ name, size }) => ({ name, value: new Uint8Array(size).fill(7) })) },
        );
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  property<{ readonly resource: string }>({
    name: "metadata/any-resource-is-accepted",
    judges: ["metadata.resource"],
    socketTypes: ["DEALER"],
    cases: ["a", "system/name-service/test", "$-_@.&+"].map((resource) => ({ resource })),
    play: async (stage, { resource }) => {
      await blame(stage, "metadata.resource", async () => {
        const { subject, peer } = await meet(stage, "DEALER", "binds", {}, { properties: [{ name: "Resource", value: ascii(resource) }] });
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  property<{ readonly name: string }>({
    name: "metadata/names-with-other-characters",
    judges: ["metadata.name-characters"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: ["a b", "n\u00fc", "a\0", "#"].map((name) => ({ name })),
    play: async (stage, { name }) => {
      const { peer } = await meetRaw(stage, "DEALER");
      peer.writeGreeting();
      await peer.readGreeting();
      await blame(stage, "metadata.name-characters", async () => {
        ready(peer, [socketType, { name, value: ascii("x") }]);
        stage.observe("metadata.name-characters", (await peer.survives()) ? "ignore" : "close");
      });
    },
  }),
  property<{ readonly name: string }>({
    name: "metadata/case-of-identity-has-no-meaning",
    judges: ["metadata.name-case"],
    socketTypes: ["ROUTER"],
    cases: ["IDENTITY", "identity", "iDENTITY"].map((name) => ({ name })),
    play: async (stage, { name }) => {
      const control = await meet(stage, "ROUTER", "binds", {}, { identity: ascii("control") });
      control.peer.send(words("hello"));
      const [announcedIdentity] = await control.subject.receive();
      if (Buffer.from(announcedIdentity ?? []).toString() !== "control") throw new NotReached("precondition", "an announced identity is not used at all");
      const { subject, peer } = await meet(stage, "ROUTER", "binds", {}, { properties: [{ name, value: ascii("name") }] });
      await blame(stage, "metadata.name-case", async () => {
        peer.send(words("hello"));
        const [identity] = await subject.receive();
        expect(Buffer.from(identity ?? []).toString() === "name", "the peer is known by the identity that it announces", "it is known by another one");
      });
    },
  }),
  property<{ readonly name: string }>({
    name: "metadata/case-of-socket-type-has-no-meaning",
    judges: ["metadata.name-case"],
    socketTypes: ["DEALER"],
    since: "3.1",
    cases: ["SOCKET-TYPE", "socket-type", "Socket-type"].map((name) => ({ name })),
    play: async (stage, { name }) => {
      if (await accepts(await rawAfterGreeting(stage), "Socket-Type")) throw new NotReached("precondition", "the socket type of peers is not enforced at all");
      const peer = await rawAfterGreeting(stage);
      await blame(stage, "metadata.name-case", async () => {
        ready(peer, [{ name, value: ascii("SUB") }]);
        await peer.isClosed();
      });
    },
  }),
];

/** A READY with octets behind its Socket-Type that are not metadata, or with a fault of the catalogue. */
type BadReady = { readonly properties: string } | { readonly fault: "emptyName" | "cutValue" | "hugeValue" };

function badReady(name: string, judges: RefusalDefinition<unknown>["judges"], cases: readonly BadReady[]): AnyProperty {
  return refusalInHandshake<BadReady>({
    name,
    judges,
    cases,
    behave: (peer) => {
      ready(peer, [socketType]);
    },
    offend: (peer, offence) => {
      const good = encodeMetadata([socketType]);
      if ("fault" in offence) peer.write(octetFaults[offence.fault].change(encodeCommand("READY", good)));
      else peer.write(encodeCommand("READY", concat(good, fromHex(offence.properties))));
    },
  });
}

function ready(peer: WirePeer, properties: readonly PropertyFields[]): void {
  peer.write(encodeCommand("READY", encodeMetadata(properties)));
}

async function rawAfterGreeting(stage: Parameters<AnyProperty["play"]>[0]): Promise<WirePeer> {
  const { peer } = await meetRaw(stage, "DEALER");
  peer.writeGreeting();
  await peer.readGreeting();
  return peer;
}

/** Whether a DEALER goes on with a peer that announces SUB under this name. */
async function accepts(peer: WirePeer, name: string): Promise<boolean> {
  ready(peer, [{ name, value: ascii("SUB") }]);
  return peer.survives();
}
