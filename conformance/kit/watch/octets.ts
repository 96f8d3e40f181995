/** Monitors of what every conversation shows: greeting, frames, commands. */
import type { RequirementId } from "../../../schemas/types/requirement-id.ts";
import { hold, type Monitor } from "./monitor.ts";

const greetingStatements: readonly RequirementId[] = ["greeting.signature", "greeting.mechanism", "greeting.mechanism-name", "greeting.filler-zero"];
const frameStatements: readonly RequirementId[] = ["framing.reserved-zero", "framing.command-more", "framing.long-above-255"];

/** What the strict decoder refuses breaks a sender's duty; where it names the receiver's twin, this is the sender's. */
const duty: Readonly<Partial<Record<RequirementId, RequirementId>>> = { "framing.size-bound": "framing.long-above-255" };

export const greetings: Monitor = {
  name: "greeting",
  judges: [...greetingStatements, "null.as-server-zero", "greeting.padding-zero"],
  watch: (side, opinion) => (event) => {
    if (event.side !== side) return;
    if (event.type === "malformed" && greetingStatements.includes(event.statement))
      opinion.breaks(event.statement, "a greeting as the grammar has it", event.detail);
    if (event.type !== "greeting") return;
    for (const statement of greetingStatements) opinion.keeps(statement);
    const { padding, mechanism, asServer } = event.greeting;
    if (mechanism === "NULL") hold(opinion, "null.as-server-zero", asServer === 0, "as-server is zero under NULL", `it is ${String(asServer)}`);
    if (!detectsOlder(padding))
      hold(
        opinion,
        "greeting.padding-zero",
        padding.every((octet) => octet === 0),
        "eight null octets as padding",
        "others",
      );
  },
};

/** Whoever looks for peers of version 1.0 writes the size of an identity frame there, 1 to 256 (decision 0005). */
function detectsOlder(padding: Uint8Array): boolean {
  const size = padding.reduce((sum, octet) => sum * 256 + octet, 0);
  return size >= 1 && size <= 256;
}

export const frames: Monitor = {
  name: "framing",
  judges: [...frameStatements, "framing.short-command", "framing.command-between"],
  watch: (side, opinion) => (event) => {
    if (event.side !== side) return;
    if (event.type === "malformed") {
      const statement = duty[event.statement] ?? event.statement;
      if (frameStatements.includes(statement)) opinion.breaks(statement, "a frame as the grammar has it", event.detail);
    }
    if (event.type !== "frame") return;
    const { command, long, body } = event.frame;
    opinion.keeps("framing.reserved-zero");
    if (body.length > 255) opinion.keeps("framing.long-above-255");
    if (!command) return;
    opinion.keeps("framing.command-more");
    hold(
      opinion,
      "framing.short-command",
      !long || body.length > 255,
      "a command of at most 255 octets in short form",
      `${String(body.length)} octets in long form`,
    );
    if (event.withinMessage !== "unknown")
      hold(opinion, "framing.command-between", !event.withinMessage, "no command between the frames of a message", "one stands there");
  },
};

/** The ear of WebSocket judges while it listens; this passes its judgements on. */
export const webSockets: Monitor = {
  name: "websocket",
  judges: [
    ...(["websocket.offer", "websocket.choose", "websocket.no-common", "websocket.frame", "websocket.flags", "websocket.identity-first"] as const),
    ...(["websocket.handshake-first", "websocket.subscriptions", "websocket.pong", "websocket.no-ping-command"] as const),
  ],
  watch: (side, opinion) => (event) => {
    if (event.side === side && event.type === "web-socket") hold(opinion, event.statement, event.kept, event.expected, event.actual);
  },
};

/** Under NULL and PLAIN a message is message frames; a command of that name belongs to mechanisms that encrypt. */
export const commands: Monitor = {
  name: "commands",
  judges: ["commands.name", "null.clear-messages"],
  watch: (side, opinion) => {
    let mechanism = "";
    return (event) => {
      if (event.side !== side) return;
      if (event.type === "greeting") ({ mechanism } = event.greeting);
      if (event.type === "malformed" && event.statement === "commands.name") opinion.breaks("commands.name", "a command as the grammar has it", event.detail);
      if (event.type === "command") opinion.keeps("commands.name");
      if (mechanism !== "NULL") return;
      if (event.type === "message") opinion.keeps("null.clear-messages");
      if (event.type === "command" && event.name === "MESSAGE") opinion.breaks("null.clear-messages", "messages in message frames", "a MESSAGE command");
    };
  },
};
