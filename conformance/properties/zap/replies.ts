/** spec/security/zap.md: what a server makes of the reply, and what it does until it comes. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { ascii, fromHex, text } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import { mechanismNames } from "../../kit/security/mechanism.ts";
import { zapReply, type ZapRequest } from "../../kit/security/zap.ts";
import type { Stage } from "../../kit/stage.ts";
import { encodeMetadata } from "../../kit/wire/encode.ts";
import { dialAgain } from "../mechanisms.ts";
import { partner, words } from "../support.ts";
import { asking, isNotAdmitted, timeLimit } from "./requests.ts";

type Answer = (request: ZapRequest) => readonly Uint8Array[];

const common = { mechanisms: mechanismNames, socketTypes: ["DEALER"], handler: true } as const satisfies Partial<Property<unknown>>;
const metadata = encodeMetadata([{ name: "Department", value: ascii("tests") }]);

/** A reply of which one part is another. */
const replaced =
  (at: number, part: Uint8Array): Answer =>
  (request) =>
    zapReply(request).map((original, index) => (index === at ? part : original));

/** For each fault: a client that a good reply admits, and one that a bad reply keeps out. */
function refuses(name: string, statement: RequirementId, faults: Readonly<Record<string, Answer>>): AnyProperty {
  return property<{ readonly fault: string }>({
    ...common,
    name,
    judges: [statement],
    // A reply that counts for nothing leaves the time limit of the handshake to end the wait.
    options: ["handshakeInterval"],
    waits: true,
    cases: Object.keys(faults).map((fault) => ({ fault })),
    play: async (stage, { fault }) => {
      let asked = 0;
      const domain = await stage.authenticator((request) => {
        asked += 1;
        return asked === 1 ? zapReply(request) : faults[fault]?.(request);
      });
      await (await stage.connect(await asking(stage, domain), "DEALER")).isOpen();
      const subject = await stage.bound("DEALER", { ...timeLimit(stage), ...(stage.security.mechanism === "NULL" ? { zapDomain: domain.name } : {}) });
      const peer = await dialAgain(stage, subject);
      await blame(stage, statement, () => isNotAdmitted(peer));
      await domain.request(1, stage.ceilingMs);
    },
  });
}

export const replies: readonly AnyProperty[] = [
  refuses("zap/other-versions-are-refused", "zap.reply-version", {
    "1.1": replaced(0, ascii("1.1")),
    "2.0": replaced(0, ascii("2.0")),
    empty: replaced(0, new Uint8Array()),
    longer: replaced(0, ascii("1.00")),
  }),
  refuses("zap/other-request-ids-are-refused", "zap.reply-id", {
    other: replaced(1, ascii("another")),
    empty: replaced(1, new Uint8Array()),
  }),
  refuses("zap/other-statuses-are-refused", "zap.reply-status", {
    "100": replaced(2, ascii("100")),
    "201": replaced(2, ascii("201")),
    "600": replaced(2, ascii("600")),
    empty: replaced(2, new Uint8Array()),
    longer: replaced(2, ascii("2000")),
    letters: replaced(2, ascii("2OO")),
  }),
  refuses("zap/other-numbers-of-parts-are-refused", "zap.reply-parts", {
    "no-metadata": (request) => zapReply(request).slice(0, 5),
    "version-only": (request) => zapReply(request).slice(0, 1),
    "one-more": (request) => [...zapReply(request), new Uint8Array()],
  }),
  refuses("zap/malformed-metadata-are-refused", "zap.reply-metadata", {
    "cut-off-name": replaced(5, ascii("\x05abc")),
    "cut-off-value": replaced(5, metadata.subarray(0, -1)),
    "size-only": replaced(5, fromHex("0161ffffffff")),
    "rest-of-one": replaced(5, Uint8Array.of(...metadata, 3)),
  }),
  refuses("zap/refused-clients-stay-outside", "zap.refuse", {
    "300": (request) => zapReply(request, { status: "300" }),
    "400": (request) => zapReply(request, { status: "400" }),
    "500": (request) => zapReply(request, { status: "500" }),
  }),
  property<{ readonly status: "400" | "500" }>({
    ...common,
    name: "zap/refused-for-good-are-told-the-status",
    waits: true,
    judges: ["zap.refuse-error"],
    cases: (["400", "500"] as const).map((status) => ({ status })),
    play: async (stage, { status }) => {
      const { reason } = await told(stage, status);
      judge(stage, "zap.refuse-error", reason === status, `an ERROR "${status}"`, reason === undefined ? "no ERROR" : `an ERROR "${reason}"`);
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "zap/refused-for-now-are-told-nothing",
    waits: true,
    judges: ["zap.refuse-temporary"],
    cases: [{}],
    play: async (stage) => {
      const { reason, closed } = await told(stage, "300");
      judge(
        stage,
        "zap.refuse-temporary",
        closed && reason === undefined,
        "a close without an ERROR",
        reason === undefined ? "the connection stays open" : `an ERROR "${reason}"`,
      );
    },
  }),
  property<{ readonly type: string; readonly userId: string }>({
    ...common,
    name: "zap/status-200-admits",
    judges: ["zap.accept"],
    socketTypes: ["DEALER", "REQ", "PUSH", "ROUTER"],
    cases: ["DEALER", "REQ", "PUSH", "ROUTER"].flatMap((type) => ["", "a user"].map((userId) => ({ type, userId }))),
    play: async (stage, { type, userId }) => {
      const domain = await stage.authenticator((request) => zapReply(request, { userId, text: "welcome", metadata }));
      const subject = await stage.bound(type, stage.security.mechanism === "NULL" ? { zapDomain: domain.name } : {});
      await blame(stage, "zap.accept", async () => {
        const peer = await stage.connect(subject, type === "REQ" ? "ROUTER" : (partner[type] ?? "DEALER"));
        if (type === "REQ" || type === "PUSH") {
          await subject.send(words("to the peer"));
          await peer.message();
        }
        if (type === "REQ") {
          peer.send(words("", "reply"));
          await subject.receives(words("reply"));
        }
        if (type === "DEALER" || type === "ROUTER") {
          peer.send(words("hello"));
          await subject.receive();
        }
        await peer.isOpen();
      });
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "zap/nothing-is-sent-before-the-reply",
    judges: ["zap.waits", "zap.others-served"],
    cases: [{}],
    play: async (stage) => {
      const held: { answer?: () => void } = {};
      let asked = 0;
      const domain = await stage.authenticator((request) => {
        asked += 1;
        if (asked !== 1) return zapReply(request);
        return new Promise((resolve) => {
          held.answer = () => {
            resolve(zapReply(request));
          };
        });
      });
      const subject = await asking(stage, domain);
      const waiting = await dialAgain(stage, subject);
      const shaken = waiting.shake({ socketType: "DEALER" }).then(
        () => true,
        () => false,
      );
      await domain.request(0, stage.ceilingMs);
      // A greeting, and under CURVE a WELCOME, come before the question.
      const before = 64 + (stage.security.mechanism === "CURVE" ? 170 : 0);
      judge(stage, "zap.waits", waiting.stream.octetsReceived === before, "nothing is sent before the reply", "octets arrive");
      await blame(stage, "zap.others-served", async () => {
        const admitted = await stage.connect(subject, "DEALER");
        admitted.send(words("hello"));
        await subject.receives(words("hello"));
        await admitted.isOpen();
        await (await stage.connect(subject, "DEALER")).isOpen();
      });
      judge(stage, "zap.waits", waiting.stream.octetsReceived === before, "nothing is sent before the reply", "octets arrive");
      held.answer?.();
      await blame(stage, "zap.waits", async () => {
        expect(await shaken, "the handshake goes on with the reply", "it does not");
      });
    },
  }),
];

interface Told {
  /** What the ERROR says; undefined when none comes. */
  readonly reason: string | undefined;
  readonly closed: boolean;
}

/** What a client is told of the reply with this status, which comes when the whole of what the client says has been read. */
async function told(stage: Stage, status: string): Promise<Told> {
  const held: { answer?: () => void } = {};
  let asked = 0;
  const domain = await stage.authenticator((request) => {
    asked += 1;
    if (asked === 1) return zapReply(request);
    return new Promise((resolve) => {
      held.answer = () => {
        resolve(zapReply(request, { status, text: "no" }));
      };
    });
  });
  // The end of the connection is to be that of the refusal, and not that of a time limit.
  const patient = stage.setting.hello.capabilities.options.includes("handshakeInterval") ? { handshakeInterval: 0 } : {};
  const subject = await stage.bound("DEALER", { ...patient, ...(stage.security.mechanism === "NULL" ? { zapDomain: domain.name } : {}) });
  const admitted = await stage.connect(subject, "DEALER");
  const peer = await dialAgain(stage, subject);
  // The handshake ends at the command that comes in place of its own, or at the close.
  const shaken = peer.shake({ socketType: "DEALER" }).catch(() => undefined);
  await domain.request(1, stage.ceilingMs);
  // Some ask as soon as they know the mechanism: what the client said before these answers was written is read before the last of them is.
  for (let answer = 0; answer < 3; answer += 1) await admitted.isOpen();
  held.answer?.();
  const end = peer.stream.until(() => peer.stream.closed !== undefined, stage.ceilingMs);
  await shaken;
  const { otherCommand } = peer;
  const reason = otherCommand?.name === "ERROR" ? text(otherCommand.data.subarray(1)) : undefined;
  return { reason, closed: reason === undefined && (await end) };
}
