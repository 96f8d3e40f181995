/** The tables and drawings of spec/ that come from schemas/model. */
import type { CommandRow } from "../../../schemas/types/command.ts";
import type { SocketTypeRow } from "../../../schemas/types/socket-type.ts";
import { markdownTable } from "./markdown.ts";
import { readJson } from "./repository.ts";

/** Which types may be connected with which. */
export function socketTypesTable(): string {
  const rows = socketTypes().map(({ type, peers, pattern, draft }) => [type, peers.join(", "), draft ? `${pattern} (draft)` : pattern]);
  return markdownTable(["socket type", "may be connected with", "specified by"], rows);
}

/** The strategies of each type that is specified in full. */
export function socketRowsTable(): string {
  const rows = socketTypes().flatMap(({ type, peers, row }) =>
    row === undefined
      ? []
      : [
          [
            type,
            peers.join(", "),
            outgoing[row.outgoing],
            incoming[row.incoming],
            whenFull[row.whenFull],
            envelope[row.envelope],
            subscriptions[row.subscriptions],
            String(row.partsAtLeast),
          ],
        ],
  );
  return markdownTable(["type", "peers", "outgoing", "incoming", "when no peer can take a message", "envelope", "subscribes", "parts at least"], rows);
}

export function commandsTable(): string {
  const rows = (readJson("schemas/model/commands.json") as readonly CommandRow[]).map((row) => [
    row.name,
    row.since,
    row.phase,
    row.mechanisms.length === 0 ? "any" : row.mechanisms.join(", "),
    direction[row.direction],
    row.layout.length === 0 ? "none" : row.layout.map(({ name, octets }) => `${name} (${octets})`).join(", "),
  ]);
  return markdownTable(["command", "since", "phase", "mechanism", "sent by", "data: field (octets)"], rows);
}

type Row = NonNullable<SocketTypeRow["row"]>;

const outgoing: Readonly<Record<Row["outgoing"], string>> = {
  "round-robin": "round-robin",
  "by-identity": "by identity",
  "lock-step-request": "lock-step: round-robin, then the reply first",
  "lock-step-reply": "lock-step: to the originator",
  "fan-out": "to every peer that wants it",
  exclusive: "to the only peer",
  none: "sends nothing",
};
const incoming: Readonly<Record<Row["incoming"], string>> = {
  "fair-queue": "fair-queued",
  "asked-peer": "from the asked peer only",
  "fair-queue-matching": "fair-queued, if a subscription matches",
  none: "receives nothing",
};
const whenFull: Readonly<Record<Row["whenFull"], string>> = { block: "blocks or refuses", drop: "discards" };
const envelope: Readonly<Record<Row["envelope"], string>> = {
  none: "none: the application's matter",
  delimiter: "adds and removes the delimiter",
  "return-path": "removes, keeps and restores all of it",
  identity: "adds and removes one address",
};
const subscriptions: Readonly<Record<Row["subscriptions"], string>> = { subscriber: "the socket", publisher: "its peers", none: "no" };
const direction: Readonly<Record<CommandRow["direction"], string>> = {
  either: "either peer",
  "client-to-server": "the client",
  "server-to-client": "the server",
  "subscriber-to-publisher": "SUB, XSUB",
  "dish-to-radio": "DISH",
};

function socketTypes(): readonly SocketTypeRow[] {
  return readJson("schemas/model/socket-types.json") as readonly SocketTypeRow[];
}
