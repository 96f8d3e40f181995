/** Judges a live endpoint by what connections to it show: the properties that need nobody but a wire peer, one after another, with a bounded number of connections. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { doesNotApply, picks, spokenOver } from "../applies.ts";
import type { PropertyResult, ProtocolVersion, Report, Transport } from "../model.ts";
import { NotReached } from "../outcome.ts";
import { playProperty } from "../play.ts";
import type { Property } from "../property.ts";
import { requirement, requirements } from "../requirements.ts";
import { properties } from "../properties.ts";
import { reportOn } from "../watch/report.ts";
import type { Address } from "../watch/recorder.ts";
import { contact, partnerOf, type Contact } from "./contact.ts";
import { endpointAdapter, standIn } from "./endpoint-adapter.ts";
import { transportOf } from "./transport.ts";

export interface ProbeOptions {
  readonly endpoint: string;
  readonly address: Address;
  /** The type that the caller says it has; default: what its READY says. */
  readonly socketType?: string;
  /** At most so many connections are made. */
  readonly connections: number;
  readonly filters: readonly string[];
  readonly ceilingMs: number;
  readonly signal?: AbortSignal;
  readonly onResult?: (result: PropertyResult, done: number, total: number) => void;
}

export interface Probed {
  readonly contact: Contact;
  /** Only when the endpoint speaks ZMTP. */
  readonly report?: Report;
  readonly connections: number;
  /** Whether it still answered at the end. */
  readonly alive: boolean;
}

/** Chapters whose cases begin with a connection from outside. */
const chapters = ["greeting", "versions", "framing", "commands", "metadata", "handshake", "heartbeat", "null", "tcp", "websocket", "sockets", "exclusive-pair"];
/** What can be seen of a peer that asks for a mechanism of which nothing is known but its greeting. */
const ofGreeting = [
  "greeting/is-well-formed",
  "greeting/is-sent-unasked",
  "greeting/has-null-padding",
  "greeting/other-mechanism-is-refused",
  "greeting/is-whole-before-a-refusal",
];

/** Cases whose octets or messages are those of a DEALER's peer, so that nothing else can stand in for the DEALER. */
const ofDealers = [
  ...["greeting/arrives-in-any-segments", "handshake/ready-in-either-order", "handshake/messages-right-behind-ready", "handshake/error-has-a-reason"],
  ...["metadata/empty-name-is-refused", "metadata/truncated-is-refused", "metadata/oversized-value-is-refused", "metadata/repeated-property-is-refused"],
  ...["metadata/case-of-socket-type-has-no-meaning", "metadata/error-before-closing-for-the-socket-type"],
];

/** What a server has at other paths is not known from outside. */
const ofItsOwnPath = ["websocket/refuses-another-path"];

export async function probe(options: ProbeOptions): Promise<Probed> {
  const started = Date.now();
  let connections = 0;
  const beforeConnect = (): void => {
    if (connections >= options.connections) throw new NotReached("not-reached", `the ${String(options.connections)} connections that were allowed are used up`);
    connections += 1;
  };
  const met = await contact(options, options.ceilingMs, beforeConnect);
  if (met.type !== "peer") return { contact: met, connections, alive: met.type === "foreign" };
  const results = await judge(options, met, beforeConnect);
  const after = await contact(options, options.ceilingMs, () => undefined);
  const report = reportOn({
    implementation: { ...endpointAdapter(options.endpoint, typeOf(options, met), "3.1").hello.implementation, protocol: protocolOf(met) },
    results,
    watched: seenOutside(),
    knownFailures: [],
    level: "quick",
    started,
    log: [],
    complete: options.signal?.aborted !== true,
    unseen: "a connection from outside does not show it: the endpoint would have to connect, or its application to act",
  });
  return { contact: met, report, connections: connections + 1, alive: after.type === "peer" };
}

async function judge(options: ProbeOptions, met: Contact & { readonly type: "peer" }, beforeConnect: () => void): Promise<readonly PropertyResult[]> {
  const transport = transportOf(options.endpoint);
  const protocol = spokenOver(transport, protocolOf(met));
  const socketType = typeOf(options, met);
  const chosen = properties().filter((property) => chapters.includes(property.name.split("/")[0] ?? "") && picks(options.filters, property));
  const results: PropertyResult[] = [];
  for (const property of chosen) {
    const adapter = endpointAdapter(options.endpoint, socketType, protocol);
    const reason =
      options.signal?.aborted === true
        ? "the run was interrupted"
        : notSeen(property, { hello: adapter.hello, transport, protocol, hostile: false, choices: {}, mechanism: "NULL" }, met);
    const speaksAs = property.socketTypes.includes(socketType ?? standIn) ? undefined : partnerOf[socketType ?? standIn];
    const setting = {
      adapter,
      hello: adapter.hello,
      transport,
      protocol,
      ceilingMs: options.ceilingMs,
      beforeConnect,
      ...(speaksAs === undefined ? {} : { speaksAs }),
    } as const;
    const result =
      reason === undefined ? await playProperty(fromOutside(property), setting, { level: "quick", seed: 1, choices: {} }) : unseen(property, transport, reason);
    results.push(result);
    options.onResult?.(result, results.length, chosen.length);
  }
  return results;
}

function notSeen(property: Property<unknown>, ground: Parameters<typeof doesNotApply>[1], met: Contact & { readonly type: "peer" }): string | undefined {
  if (!(property.transports ?? ["tcp", "ipc"]).includes(ground.transport)) return `it speaks of another transport than ${ground.transport}`;
  if (property.mechanisms?.includes("NULL") === false) return "it holds under other mechanisms than NULL";
  if (ofItsOwnPath.includes(property.name)) return "another path may be another endpoint";
  if (met.greeting.mechanism !== "NULL" && !ofGreeting.includes(property.name))
    return `the endpoint asks for ${met.greeting.mechanism}: without credentials no handshake comes to its end`;
  if (property.judges.every((id) => requirement(id).observable === "api")) return "only the application of the endpoint could show it";
  if (property.window !== undefined) return "it would hold the endpoint up by waiting";
  const own = ground.hello.implementation.version;
  if (own !== standIn && !property.socketTypes.includes(own) && (ofDealers.includes(property.name) || property.name.includes("dealer")))
    return `it speaks of a ${standIn}, and the endpoint is ${own}`;
  return doesNotApply(property, ground);
}

/** Without the cases in which the implementation would have to connect, where a property has some of either kind. */
function fromOutside(property: Property<unknown>): Property<unknown> {
  if (property.classes !== undefined) return property;
  const cases = property.cases.filter((input) => (input as { readonly side?: unknown } | null)?.side !== "connects");
  return cases.length === 0 ? property : { ...property, cases };
}

function unseen({ name, judges }: Property<unknown>, transport: Transport, reason: string): PropertyResult {
  return { property: name, transport, judges, verdict: "not-applicable", cause: "undeclared", reason, runs: 0, reached: {} };
}

function protocolOf({ greeting }: Contact & { readonly type: "peer" }): ProtocolVersion {
  return greeting.major === 3 && greeting.minor === 0 ? "3.0" : "3.1";
}

function typeOf(options: ProbeOptions, met: Contact & { readonly type: "peer" }): string | undefined {
  return options.socketType ?? met.socketType;
}

/** Every statement that octets could show. */
function seenOutside(): readonly RequirementId[] {
  return [...requirements().values()].filter(({ observable }) => observable === "wire" || observable === "both").map(({ id }) => id);
}
