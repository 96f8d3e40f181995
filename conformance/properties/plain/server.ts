/** spec/security/plain.md: what a server does with the commands and the credentials of clients. */
import * as fc from "fast-check";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { ascii, concat, equal, equalParts, fromHex, hex } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import { fields } from "../../kit/shrink/shape.ts";
import { encodePlainHello } from "../../kit/security/plain.ts";
import { admitting, zapReply } from "../../kit/security/zap.ts";
import { octetsOf, type Body, bodyShape } from "../../kit/generate/body.ts";
import { decodeCommand } from "../../kit/wire/decode.ts";
import { encodeCommand, encodeMessage } from "../../kit/wire/encode.ts";
import type { Stage } from "../../kit/stage.ts";
import { describeItem } from "../../kit/wire/labels.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import { dealer, dialAgain, greet } from "../mechanisms.ts";
import { meet, words } from "../support.ts";

const common = { mechanisms: ["PLAIN"], socketTypes: ["DEALER"] } as const satisfies Partial<Property<unknown>>;
/** The classes of credentials: none, the longest, null octets within, no UTF-8. */
const classes: readonly { readonly username: Body; readonly password: Body }[] = [
  { username: { size: 0, fill: 0 }, password: { size: 0, fill: 0 } },
  { username: { size: 5, fill: 97 }, password: { size: 0, fill: 0 } },
  { username: { size: 0, fill: 0 }, password: { size: 7, fill: 98 } },
  { username: { size: 255, fill: 97 }, password: { size: 255, fill: 98 } },
  { username: { size: 3, fill: 0 }, password: { size: 1, fill: 0 } },
  { username: { size: 4, fill: 0xff }, password: { size: 2, fill: 0x80 } },
];
const anyCredential = fc.record({ size: fc.nat({ max: 255 }), fill: fc.nat({ max: 0xffff }) });

export const server: readonly AnyProperty[] = [
  property<{ readonly asServer: number }>({
    ...common,
    name: "plain/as-server-of-a-client-is-ignored",
    judges: ["plain.as-server-ignored"],
    cases: [0, 1, 2, 255].map((asServer) => ({ asServer })),
    play: async (stage, { asServer }) => {
      const subject = await stage.bound("DEALER");
      const peer = await stage.dial(subject);
      await blame(stage, "plain.as-server-ignored", async () => {
        peer.writeGreeting({ asServer }, `greeting mechanism=PLAIN as-server=${String(asServer)}`);
        await peer.readGreeting();
        await peer.shake({ socketType: "DEALER" });
        await peer.isOpen();
      });
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "plain/server-says-so",
    judges: ["plain.as-server"],
    cases: [{}],
    play: async (stage) => {
      const peer = await stage.dial(await stage.bound("DEALER"));
      peer.writeGreeting();
      const { asServer } = await peer.readGreeting();
      judge(stage, "plain.as-server", asServer === 1, "as-server is one", `it is ${String(asServer)}`);
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "plain/server-waits-for-hello",
    judges: ["plain.server-waits"],
    cases: [{}],
    play: async (stage) => {
      const subject = await stage.bound("DEALER");
      const waiting = await dialAgain(stage, subject);
      try {
        await (await stage.connect(subject, "DEALER")).isOpen();
      } finally {
        const silent = waiting.stream.drain().length === 0 && waiting.stream.partial.length === 0;
        judge(stage, "plain.server-waits", silent, "nothing arrives before HELLO while another client is served", "octets arrive");
      }
    },
  }),
  property<{ readonly username: Body; readonly password: Body }>({
    ...common,
    name: "plain/any-credentials-reach-the-authenticator",
    judges: ["plain.any-credentials", "plain.welcome"],
    handler: true,
    cases: classes,
    shape: fields({ username: bodyShape, password: bodyShape }),
    arbitrary: fc.record({ username: anyCredential, password: anyCredential }),
    classes: {
      "something empty": ({ username, password }) => username.size === 0 || password.size === 0,
      "neither empty": ({ username, password }) => username.size > 0 && password.size > 0,
    },
    play: async (stage, input) => {
      const domain = await stage.authenticator((request) => zapReply(request));
      const { peer } = await greet(stage, "binds");
      const credentials = { username: octetsOf(input.username), password: octetsOf(input.password) };
      peer.sendCommand("HELLO", encodePlainHello(credentials));
      await blame(stage, "plain.any-credentials", async () => {
        const request = await domain.request(0, stage.ceilingMs);
        const same = equalParts(request.credentials, [credentials.username, credentials.password]);
        expect(same, `the credentials ${hex(credentials.username)}, ${hex(credentials.password)}`, request.credentials.map(hex).join(", "));
      });
      await blame(stage, "plain.welcome", async () => {
        const data = await peer.receiveCommand("WELCOME");
        expect(data.length === 0, "WELCOME without data", `${String(data.length)} octets of data`);
      });
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "plain/ready-answers-initiate",
    judges: ["plain.ready"],
    cases: [{}],
    play: async (stage) => {
      const { subject, peer } = await greet(stage, "binds");
      peer.sendCommand("HELLO", encodePlainHello(stage.security.credentials.plain));
      await peer.receiveCommand("WELCOME");
      peer.sendCommand("INITIATE", dealer);
      await blame(stage, "plain.ready", async () => {
        const properties = await peer.readReady();
        expect(
          properties.some(({ name }) => name === "Socket-Type"),
          "READY with the metadata of the server",
          "READY without a socket type",
        );
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  property<{ readonly wrong: "username" | "password" | "both" | "swapped" | "prefix" | "longer" }>({
    ...common,
    name: "plain/wrong-credentials-are-refused",
    judges: ["plain.refuse"],
    handler: true,
    cases: (["username", "password", "both", "swapped", "prefix", "longer"] as const).map((wrong) => ({ wrong })),
    play: async (stage, { wrong }) => {
      await stage.authenticator(admitting(stage.security.credentials));
      const { username, password } = stage.security.credentials.plain;
      const other = ascii("someone else");
      const given = {
        username: { username: other, password },
        password: { username, password: other },
        both: { username: other, password: other },
        swapped: { username: password, password: username },
        prefix: { username, password: password.subarray(0, -1) },
        longer: { username, password: concat(password, Uint8Array.of(0)) },
      }[wrong];
      await refused(stage, "plain.refuse", (peer) => {
        peer.sendCommand("HELLO", encodePlainHello(given));
      });
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "plain/wrong-credentials-are-answered-by-error",
    judges: ["plain.refuse-error"],
    handler: true,
    cases: [{}],
    play: async (stage) => {
      const domain = await stage.authenticator(admitting(stage.security.credentials));
      const { peer } = await greet(stage, "binds");
      peer.sendCommand("HELLO", encodePlainHello({ ...stage.security.credentials.plain, password: ascii("someone else's") }));
      await domain.request(0, stage.ceilingMs);
      // Whether the command is well formed, and whether the close follows, are other statements' matters.
      const item = await peer.stream.next(stage.ceilingMs);
      const command = item.type === "frame" && item.frame.command ? decodeCommand(item.frame.body) : undefined;
      judge(stage, "plain.refuse-error", command?.type === "value" && command.value.name === "ERROR", "an ERROR arrives", describeItem(item));
    },
  }),
  property<{ readonly clients: number }>({
    ...common,
    name: "plain/nobody-is-admitted-without-an-authenticator",
    judges: ["plain.nobody-decides"],
    // Where there is no authenticator in this sense, the options of the server name whom it admits, and there is always one who decides.
    handler: true,
    alone: true,
    // Several, since a server that reports failures may treat the first otherwise than those that follow.
    cases: [{ clients: 10 }],
    play: async (stage, { clients }) => {
      stage.security.domain = null;
      const subject = await stage.bound("DEALER");
      for (let count = 0; count < clients; count += 1) {
        const peer = await dialAgain(stage, subject);
        peer.sendCommand("HELLO", encodePlainHello(stage.security.credentials.plain));
        await blame(stage, "plain.nobody-decides", () => peer.isRefused());
      }
    },
  }),
  property<{ readonly data: string }>({
    ...common,
    name: "plain/malformed-hello-is-refused",
    judges: ["plain.hello-malformed"],
    handler: true,
    cases: ["", "00", "0000ff", "05", "0161", "016105", "01610362", "ff61", "0061", "01610162ff"].map((data) => ({ data })),
    // What is cut off may leave a HELLO that is well-formed.
    shape: fields({}),
    arbitrary: fc.record({ username: fc.nat({ max: 20 }), missing: fc.integer({ min: 1, max: 20 }) }).map(({ username, missing }) => ({
      data: hex(encodePlainHello({ username: new Uint8Array(username), password: new Uint8Array(), declared: { password: missing } })),
    })),
    classes: { "a username": ({ data }) => data !== "" && !data.startsWith("00"), "no username": ({ data }) => data.startsWith("00") },
    play: async (stage, { data }) => {
      // Whatever the credentials are, they are welcome: only their sizes can be refused.
      await stage.authenticator((request) => zapReply(request));
      await refused(stage, "plain.hello-malformed", (peer) => {
        peer.sendCommand("HELLO", fromHex(data));
      });
    },
  }),
  property<{ readonly first: string }>({
    ...common,
    name: "plain/server-refuses-unexpected-commands",
    judges: ["plain.unexpected-command"],
    cases: ["WELCOME", "INITIATE", "READY", "ERROR", "PING", "FOO", "HELLO HELLO", "HELLO READY", "HELLO WELCOME", "HELLO ERROR"].map((first) => ({ first })),
    play: async (stage, { first }) => {
      await refused(stage, "plain.unexpected-command", async (peer) => {
        const names = first.split(" ");
        for (const [index, name] of names.entries()) {
          if (index > 0) await peer.receiveCommand("WELCOME");
          peer.sendCommand(name, dataOf(stage, name));
        }
      });
    },
  }),
  property<{ readonly message: readonly Body[] }>({
    ...common,
    name: "plain/messages-are-message-frames",
    judges: ["plain.clear-messages"],
    cases: [
      { message: [{ size: 5, fill: 69 }] },
      {
        message: [
          { size: 0, fill: 0 },
          { size: 300, fill: 70 },
        ],
      },
    ],
    play: async (stage, { message }) => {
      const { subject, peer } = await meet(stage, "DEALER");
      const parts = message.map(octetsOf);
      await blame(stage, "plain.clear-messages", async () => {
        await subject.send(parts);
        for (const part of parts) {
          const item = await peer.stream.next(stage.ceilingMs);
          expect(item.type === "frame" && !item.frame.command && equal(item.frame.body, part), "each part arrives in a message frame", describeItem(item));
        }
      });
    },
  }),
];

/** Control, experiment, and a fresh connection afterwards. */
async function refused(stage: Stage, statement: RequirementId, offend: (peer: WirePeer) => void | Promise<void>): Promise<void> {
  const subject = await stage.bound("DEALER");
  await stage.stillServes(subject, "DEALER");
  const peer = await dialAgain(stage, subject);
  await offend(peer);
  await blame(stage, statement, () => peer.isRefused());
  await stage.stillServes(subject, "DEALER");
}

function dataOf(stage: Stage, name: string): Uint8Array {
  if (name === "HELLO") return encodePlainHello(stage.security.credentials.plain);
  if (name === "INITIATE" || name === "READY") return dealer;
  return name === "ERROR" ? ascii("\x03400") : name === "PING" ? ascii("\0\0x") : new Uint8Array();
}

export const mixed: readonly AnyProperty[] = [
  property<{ readonly mechanism: string }>({
    ...common,
    name: "plain/server-does-not-fall-back",
    judges: ["plain.unexpected-command"],
    cases: [{ mechanism: "NULL" }, { mechanism: "CURVE" }],
    play: async (stage, { mechanism }) => {
      const subject = await stage.bound("DEALER");
      await stage.stillServes(subject, "DEALER");
      const peer = await stage.dial(subject);
      peer.writeGreeting({ mechanism, asServer: 0 }, `greeting mechanism=${mechanism}`);
      await blame(stage, "plain.unexpected-command", async () => {
        peer.write(concat(encodeCommand("READY", dealer), encodeMessage(words("hello"))), "READY");
        await peer.isRefused();
        await subject.receivesNothing();
      });
      await stage.stillServes(subject, "DEALER");
    },
  }),
];
