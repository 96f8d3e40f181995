/** What a capture holds, for a person and as data: each connection with its addresses, from where on it was judged, and what it breaks. */
import type { CapturedConversation, Kind } from "../kit/capture/captured-conversation.ts";
import type { Reading } from "../kit/capture/read.ts";
import { bothSides, type Side } from "../kit/watch/conversation.ts";

/** So many conversations are told one by one; those behind them only when they show something new. */
const told = 20;

export function listing(name: string, reading: Reading): readonly string[] {
  const judged = reading.conversations.filter(({ isJudged }) => isJudged);
  const others = reading.conversations.filter(({ isJudged }) => !isJudged);
  const known = new Set<string>();
  const blocks = judged.map((conversation, at) => judgedLines(conversation, known, at < told));
  return [
    `${name}: ${extent(reading)}`,
    ...[...reading.leftOut].map(([reason, count]) => `  left out: ${counted(count, "packet")} (${reason})`),
    ...blocks.flat(),
    ...more(blocks.filter(({ length }) => length === 0).length, "more that show nothing new"),
    ...others.slice(0, told).map((conversation) => `  ${title(conversation)}: left out, ${kindText(conversation)}`),
    ...more(others.length - told, "more left out"),
    "",
  ];
}

function more(count: number, what: string): readonly string[] {
  return count > 0 ? [`  … ${String(count)} ${what}; --json has all`] : [];
}

export function extent({ packets, conversations }: Reading): string {
  const judged = conversations.filter(({ isJudged }) => isJudged).length;
  return `${counted(packets, "packet")}, ${counted(conversations.length, "TCP connection")}, of which ${String(judged)} ${judged === 1 ? "is" : "are"} judged as ZMTP`;
}

/** The part of the JSON that says what the reports are of. */
export function captureJson(reading: Reading): Readonly<Record<string, unknown>> {
  return {
    packets: reading.packets,
    leftOut: Object.fromEntries(reading.leftOut),
    ...(reading.fault === undefined ? {} : { fault: reading.fault }),
    conversations: reading.conversations.map((conversation) => ({
      number: conversation.origin.number,
      packet: conversation.origin.packet,
      connecting: sideJson(conversation, "connecting"),
      binding: sideJson(conversation, "binding"),
      judged: conversation.isJudged,
      kind: conversation.kind.type,
      ...(conversation.kind.type === "other" ? { reason: conversation.kind.reason } : {}),
      breaches: conversation.isJudged
        ? conversation.breaches.map(({ packet, breach: { side, statement, expected, actual } }) => ({ packet, side, statement, expected, actual }))
        : [],
    })),
  };
}

/** An offence is told where it is first seen. */
function judgedLines(conversation: CapturedConversation, known: Set<string>, always: boolean): readonly string[] {
  const { announced, subProtocol } = conversation.watch;
  const types = bothSides.map((side) => announced.socketType[side]);
  const names = types.every((type) => type === undefined) ? "" : ` ${types.map((type) => type ?? "?").join(" → ")},`;
  const said = `${names}${subProtocol === undefined ? "" : ` ${subProtocol} over WebSocket,`}`;
  const fresh = conversation.breaches.filter(({ breach: { side, statement } }) => !known.has(`${side} ${statement}`));
  for (const { breach } of fresh) known.add(`${breach.side} ${breach.statement}`);
  if (!always && fresh.length === 0) return [];
  const again = conversation.breaches.length - fresh.length;
  return [
    `  ${title(conversation)}:${said} ${kindText(conversation)}${again === 0 ? "" : `; ${counted(again, "offence")} told before`}`,
    ...bothSides.flatMap((side) => unjudgedLine(conversation, side)),
    ...fresh.map(
      ({ packet, breach: { side, statement, expected, actual } }) =>
        `    packet ${String(packet)}: the ${side} peer breaks ${statement}: expected ${expected}, but ${actual}`,
    ),
  ];
}

function title({ origin: { number, connecting, binding, fromItsStart } }: CapturedConversation): string {
  return `${String(number)}  ${connecting} → ${binding}${fromItsStart ? "" : " (who connected is a guess, by the ports)"}`;
}

const kinds: Readonly<Record<Exclude<Kind["type"], "other">, string>> = {
  whole: "whole",
  gaps: "with gaps: octets are missing from the capture",
  middle: "from the middle: it was under way before the capture",
  silent: "no octets passed",
};

function kindText({ kind }: CapturedConversation): string {
  return kind.type === "other" ? `no ZMTP: ${kind.reason}` : kinds[kind.type];
}

/** What the end of the conversation does not allow to judge any more. */
function unjudged({ watch }: CapturedConversation, side: Side): readonly string[] {
  return watch.statements.filter((statement) => !watch.canJudge(side, statement));
}

function unjudgedLine(conversation: CapturedConversation, side: Side): readonly string[] {
  const ids = unjudged(conversation, side);
  if (ids.length === 0) return [];
  const { watch, octets } = conversation;
  if (octets[side] === 0) return [`    the ${side} peer says nothing`];
  if (watch.conversation.wasSought(side) && !watch.conversation.inStep(side))
    return [`    the ${side} peer is not judged from there on: nothing shows where its frames begin`];
  const left = watch.statements.filter((statement) => !ids.includes(statement));
  if (left.length < ids.length) return [`    the ${side} peer is judged from there on by ${left.join(", ")} alone: the others need what was not captured`];
  return [`    the ${side} peer cannot be judged from there on by ${ids.join(", ")}: they need what was not captured`];
}

function sideJson(conversation: CapturedConversation, side: Side): Readonly<Record<string, unknown>> {
  const { origin, octets, missing, watch } = conversation;
  const socketType = watch.announced.socketType[side];
  return {
    address: origin[side],
    octets: octets[side],
    missing: missing[side],
    ...(socketType === undefined ? {} : { socketType }),
    ...(conversation.isJudged ? { notJudged: unjudged(conversation, side) } : {}),
  };
}

function counted(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
}
