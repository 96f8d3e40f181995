/** spec/security/zap.md: when a handler is asked, and what stands in the request. */
import { ascii, describeParts, equal, equalParts, hex, text } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import { mechanismNames, type MechanismName } from "../../kit/security/mechanism.ts";
import { handlerOf, zapReply, type ZapDomain, type ZapRequest } from "../../kit/security/zap.ts";
import type { Stage } from "../../kit/stage.ts";
import type { Subject } from "../../kit/subject.ts";
import type { WirePeer } from "../../kit/wire/peer.ts";
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { dialAgain } from "../mechanisms.ts";

const common = { socketTypes: ["DEALER"], handler: true, cases: [{}] } as const satisfies Partial<Property<Record<string, never>>>;

/** Each client is a question of its own. */
function asks(name: string, statement: RequirementId, mechanism: MechanismName): AnyProperty {
  return property<Record<string, never>>({
    ...common,
    name,
    judges: [statement],
    mechanisms: [mechanism],
    play: async (stage) => {
      const domain = await stage.authenticator((request) => zapReply(request));
      const subject = await asking(stage, domain);
      for (let count = 0; count < 2; count += 1) {
        const peer = await dialAgain(stage, subject);
        await blame(stage, statement, async () => {
          await peer.shake({ socketType: "DEALER" });
          await domain.request(count, stage.ceilingMs);
        });
      }
    },
  });
}

/** A bound DEALER with a domain; under NULL that is an option like any other. */
export async function asking(stage: Stage, domain: ZapDomain): Promise<Subject> {
  return stage.bound("DEALER", stage.security.mechanism === "NULL" ? { zapDomain: domain.name } : {});
}

/** The request about one client, which is accepted. */
async function requestOf(stage: Stage, identity?: Uint8Array): Promise<ZapRequest> {
  const domain = await stage.authenticator((request) => zapReply(request));
  const subject = await asking(stage, domain);
  const peer = await stage.connect(subject, "DEALER", identity === undefined ? {} : { identity });
  await peer.isOpen();
  // The peer is admitted: whoever was asked, it was not for this domain.
  return blame(stage, "zap.request-domain", () => domain.request(0, stage.ceilingMs));
}

/** Properties of the request that hold under each mechanism. */
const parts = mechanismNames.flatMap((mechanism): readonly AnyProperty[] => {
  const under = { ...common, mechanisms: [mechanism] };
  const low = mechanism.toLowerCase();
  return [
    property<Record<string, never>>({
      ...under,
      name: `zap/${low}-request`,
      judges: ["zap.request", "zap.request-domain", "zap.request-address", "zap.request-mechanism"],
      play: async (stage) => {
        const request = await requestOf(stage);
        const [version = new Uint8Array(), , , address = new Uint8Array()] = request.parts;
        judge(
          stage,
          "zap.request",
          text(version) === "1.0" && request.parts.length >= 6,
          "version 1.0 and six parts or more",
          describeParts(request.parts.slice(0, 1)),
        );
        judge(stage, "zap.request-mechanism", request.mechanism === mechanism, mechanism, request.mechanism);
        judge(stage, "zap.request-address", text(address) === "127.0.0.1" || stage.setting.transport !== "tcp", "127.0.0.1", text(address));
        judge(stage, "zap.request-domain", request.domain.startsWith("domain "), "the domain that was set", request.domain);
      },
      transports: ["tcp"],
    }),
    property<{ readonly identity: string }>({
      ...under,
      name: `zap/${low}-request-has-the-peers-identity`,
      judges: ["zap.request-identity"],
      cases: [{ identity: "" }, { identity: "the peer" }],
      play: async (stage, { identity }) => {
        const request = await requestOf(stage, identity === "" ? undefined : ascii(identity));
        // Under NULL and PLAIN a handler may be asked before the metadata are there.
        const allowed = mechanism === "CURVE" ? [identity] : ["", identity];
        judge(
          stage,
          "zap.request-identity",
          allowed.includes(text(request.parts[4] ?? new Uint8Array())),
          allowed.join(" or "),
          hex(request.parts[4] ?? new Uint8Array()),
        );
      },
    }),
  ];
});

export const requests: readonly AnyProperty[] = [
  ...parts,
  asks("zap/null-asks-the-handler", "zap.null-asks", "NULL"),
  asks("zap/plain-asks-the-handler", "zap.plain-asks", "PLAIN"),
  asks("zap/curve-asks-the-handler", "zap.curve-asks", "CURVE"),
  property<Record<string, never>>({
    ...common,
    name: "zap/null-without-a-domain",
    judges: ["zap.null-without-domain"],
    play: async (stage) => {
      const all = (await handlerOf(stage.setting.adapter)).domain((request) => zapReply(request, { status: "400" }), "");
      const subject = await stage.bound("DEALER");
      await blame(stage, "zap.null-without-domain", async () => {
        const peer = await stage.connect(subject, "DEALER");
        await peer.isOpen();
        expect(all.requests.length === 0, "no request", "the handler is asked");
      });
    },
    alone: true,
  }),
  property<Record<string, never>>({
    ...common,
    name: "zap/curve-without-a-domain",
    judges: ["zap.curve-without-domain"],
    mechanisms: ["CURVE"],
    alone: true,
    play: async (stage) => {
      const all = (await handlerOf(stage.setting.adapter)).domain((request) => zapReply(request), "");
      stage.security.domain = null;
      const subject = await stage.bound("DEALER");
      await blame(stage, "zap.curve-without-domain", async () => {
        const peer = await stage.connect(subject, "DEALER");
        await peer.isOpen();
      });
      stage.observe("zap.curve-without-domain", all.requests.length > 0 ? "ask" : "accept");
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "zap/null-credentials",
    judges: ["zap.null-credentials"],
    mechanisms: ["NULL"],
    play: async (stage) => {
      const { credentials } = await requestOf(stage);
      judge(stage, "zap.null-credentials", credentials.length === 0, "no credentials", describeParts(credentials));
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "zap/plain-credentials",
    judges: ["zap.plain-credentials"],
    mechanisms: ["PLAIN"],
    play: async (stage) => {
      const { credentials } = await requestOf(stage);
      const { username, password } = stage.security.credentials.plain;
      judge(stage, "zap.plain-credentials", equalParts(credentials, [username, password]), describeParts([username, password]), describeParts(credentials));
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "zap/curve-credentials",
    judges: ["zap.curve-credentials"],
    mechanisms: ["CURVE"],
    play: async (stage) => {
      const { credentials } = await requestOf(stage);
      const { publicKey } = stage.security.credentials.curve.peer;
      judge(
        stage,
        "zap.curve-credentials",
        credentials.length === 1 && equal(credentials[0] ?? new Uint8Array(), publicKey),
        describeParts([publicKey]),
        describeParts(credentials),
      );
    },
  }),
  ...mechanismNames.map((mechanism) =>
    property<Record<string, never>>({
      name: `zap/${mechanism.toLowerCase()}-without-a-handler`,
      judges: ["zap.no-handler"],
      mechanisms: [mechanism],
      socketTypes: ["DEALER"],
      options: ["zapDomain", "handshakeInterval"],
      alone: true,
      cases: [{}],
      play: async (stage) => {
        stage.security.domain = null;
        stage.security.overrides.server = { zapDomain: "nobody answers" };
        const subject = await stage.bound("DEALER", { ...timeLimit(stage), ...(mechanism === "NULL" ? { zapDomain: "nobody answers" } : {}) });
        const peer = await dialAgain(stage, subject);
        await blame(stage, "zap.no-handler", () => isNotAdmitted(peer));
      },
    }),
  ),
];

/**
 * The time limit of a handshake that is not to be completed, where nothing but the limit may end it: as long as the ceiling, in which an admission would have come.
 * A shorter one would refuse, on a machine that is busy, whom the implementation is about to admit.
 */
export function timeLimit(stage: Stage): { readonly handshakeInterval: number } {
  return { handshakeInterval: stage.ceilingMs };
}

/** The handshake does not come to its end in one ceiling: the connection is closed, by the limit at the latest, in another. */
export async function isNotAdmitted(peer: WirePeer): Promise<void> {
  let admitted = false;
  try {
    await peer.shake({ socketType: "DEALER" });
    admitted = true;
  } catch {
    // What the handshake met instead of its end is looked at below.
  }
  expect(!admitted, "the peer is refused", "its handshake is completed");
  const closed = await peer.stream.until(() => peer.stream.closed !== undefined, peer.ceilingMs);
  expect(closed, "the connection is closed", "it stays open");
}
