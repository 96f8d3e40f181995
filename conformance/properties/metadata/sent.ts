/** spec/wire/metadata.md, the sender's duties: what an implementation announces about itself. */
import { around, limits } from "../../kit/generate/limits.ts";
import { equal, hex, text } from "../../kit/octets.ts";
import { blame, judge, NotReached, Unexpected } from "../../kit/outcome.ts";
import { property, type AnyProperty } from "../../kit/property.ts";
import type { Stage } from "../../kit/stage.ts";
import type { MetadataProperty } from "../../kit/wire/decode.ts";
import { meetRaw, partner, sides, type Side } from "../support.ts";

const types = ["REQ", "REP", "DEALER", "ROUTER", "PUB", "XPUB", "SUB", "XSUB", "PUSH", "PULL", "PAIR"] as const;
const socketTypeNames = [
  "REQ",
  "REP",
  "DEALER",
  "ROUTER",
  "PUB",
  "XPUB",
  "SUB",
  "XSUB",
  "PUSH",
  "PULL",
  "PAIR",
  "CLIENT",
  "SERVER",
  "RADIO",
  "DISH",
  "SCATTER",
  "GATHER",
  "PEER",
  "CHANNEL",
];

export const sent: readonly AnyProperty[] = [
  ...types.map((type) =>
    property<{ readonly side: Side }>({
      name: `metadata/ready-of-${type.toLowerCase()}`,
      judges: ["metadata.name", "metadata.value", "metadata.application-names", "metadata.socket-type", "metadata.socket-type-name"],
      socketTypes: [type],
      cases: sides.map((side) => ({ side })),
      play: async (stage, { side }) => {
        const properties = await blame(stage, "metadata.name", () => announced(stage, type, side));
        const names = properties.map((entry) => entry.name.toLowerCase());
        judge(stage, "metadata.application-names", !names.some((name) => name.startsWith("x-")), "no name begins with X-", `the names are ${names.join(", ")}`);
        const socketType = properties.find((entry) => entry.name.toLowerCase() === "socket-type");
        judge(stage, "metadata.socket-type", socketType !== undefined, "a property Socket-Type", "there is none");
        const value = text(socketType?.value ?? new Uint8Array());
        judge(
          stage,
          "metadata.socket-type-name",
          socketTypeNames.includes(value) && value === type,
          `Socket-Type ${type}`,
          `Socket-Type ${JSON.stringify(value)}`,
        );
      },
    }),
  ),
  property<{ readonly identity: "none" | "some" }>({
    name: "metadata/identity-is-announced",
    judges: ["metadata.identity-sent"],
    socketTypes: ["DEALER"],
    options: ["routingId"],
    cases: [{ identity: "none" }],
    play: async (stage) => {
      const without = identityOf(await announced(stage, "DEALER", "connects"));
      const withOne = identityOf(await announced(stage, "DEALER", "connects", { routingId: "name" }));
      stage.observe("metadata.identity-sent", withOne === undefined || withOne.length === 0 ? "never" : without === undefined ? "when-set" : "always");
    },
  }),
  property<{ readonly size: number }>({
    name: "metadata/identity-of-at-most-255-octets",
    judges: ["metadata.identity-size"],
    socketTypes: ["DEALER"],
    options: ["routingId"],
    cases: [1, ...around(limits.identity), 300].map((size) => ({ size })),
    play: async (stage, { size }) => {
      const routingId = "i".repeat(size);
      const announce = (): Promise<readonly MetadataProperty[]> => announced(stage, "DEALER", "connects", { routingId });
      // What may be announced must be, or nothing is shown by what is not.
      const identity = size <= 255 ? identityOf(await announce()) : await unlessRefused(announce);
      if (size <= 255 && (identity ?? []).length === 0) throw new NotReached("precondition", "an identity that the application sets is not announced");
      judge(
        stage,
        "metadata.identity-size",
        (identity?.length ?? 0) <= limits.identity,
        "an identity of at most 255 octets, or a refusal",
        `an identity of ${String(identity?.length)} octets`,
      );
      if (size <= limits.identity && identity !== undefined && !equal(identity, Buffer.from(routingId)))
        throw new NotReached("precondition", `the identity announced is x${hex(identity)}`);
    },
  }),
  property<{ readonly base64: string }>({
    name: "metadata/identity-does-not-begin-with-null",
    judges: ["metadata.identity-first-octet"],
    socketTypes: ["DEALER"],
    options: ["routingId"],
    cases: [{ base64: Buffer.from("\0a").toString("base64") }],
    play: async (stage, { base64 }) => {
      const control = identityOf(await announced(stage, "DEALER", "connects", { routingId: "a" }));
      judge(stage, "metadata.identity-first-octet", control?.[0] !== 0, "an identity that does not begin with a null octet", "one that does");
      if (control === undefined || !equal(control, Buffer.from("a")))
        throw new NotReached("precondition", "an identity that the application sets is not announced");
      const identity = await unlessRefused(() => announced(stage, "DEALER", "connects", { routingId: new Uint8Array(Buffer.from(base64, "base64")) }));
      judge(
        stage,
        "metadata.identity-first-octet",
        identity?.[0] !== 0,
        "a refusal, or an identity that does not begin with a null octet",
        "an identity that begins with a null octet",
      );
    },
  }),
];

/** The properties of the READY command that the implementation sends. */
async function announced(stage: Stage, type: string, side: Side, options: Readonly<Record<string, unknown>> = {}): Promise<readonly MetadataProperty[]> {
  const { peer } = await meetRaw(stage, type, side, options);
  peer.writeGreeting();
  await peer.readGreeting();
  peer.writeReady({ socketType: partner[type] ?? "DEALER" });
  return peer.readReady();
}

function identityOf(properties: readonly MetadataProperty[]): Uint8Array | undefined {
  return properties.find((entry) => entry.name.toLowerCase() === "identity")?.value;
}

/** The identity announced, or nothing when the implementation refuses to have such a one. */
async function unlessRefused(announce: () => Promise<readonly MetadataProperty[]>): Promise<Uint8Array | undefined> {
  try {
    return identityOf(await announce());
  } catch (error) {
    if (error instanceof Unexpected && error.actual.startsWith("the implementation refuses")) return undefined;
    throw error;
  }
}
