/** Mutants of spec/patterns/sockets.md. */
import type { Mutant } from "./mutant.ts";

export const socketsMutants: readonly Mutant[] = [
  {
    id: "sockets-no-reconnect",
    breaks: "sockets.reconnect",
    does: "It does not connect again.",
    file: "node/node.ts",
    find: 'endpoint.step(reason.type === "rejected" ? "rejected" : "lost")',
    replace: 'endpoint.step("rejected")',
  },
  {
    id: "sockets-drops-the-queue",
    breaks: "sockets.close-is-temporary",
    does: "It drops messages for a connection that has closed.",
    file: "node/pipe.ts",
    find: "    this.#carrier = undefined;\n    this.#connection = 0;",
    replace: "    (this as { write: unknown }).write = () => undefined;\n    this.#carrier = undefined;\n    this.#connection = 0;",
  },
  {
    id: "sockets-delivers-parts",
    breaks: "sockets.atomic-delivery",
    does: "It delivers the parts that have come when a connection ends.",
    file: "connection/connection.ts",
    find: "    this.#assembly.clear();",
    replace:
      "    const cut = this.#assembly.add(0, EMPTY);\n    if (cut !== undefined && cut.length > 1) this.#listener.message(cut);\n    this.#assembly.clear();",
  },
  {
    id: "sockets-receives-backwards",
    breaks: "sockets.order-received",
    does: "It delivers the newest message first.",
    file: "node/pipe.ts",
    find: "    this.#incoming.push(message);",
    replace:
      "    const older: Message[] = [];\n    for (let next = this.#incoming.shift(); next !== undefined; next = this.#incoming.shift()) older.push(next);\n    this.#incoming.push(message);\n    for (const next of older) this.#incoming.push(next);",
  },
  {
    id: "sockets-delivers-twice",
    breaks: "sockets.no-duplicate-delivery",
    does: "It delivers a message of one octet twice.",
    file: "node/session.ts",
    find: "    pipe.receive(message);",
    replace: "    pipe.receive(message);\n    if (message[0]?.length === 1) pipe.receive(message);",
  },
  {
    id: "sockets-sends-twice",
    breaks: "sockets.no-duplicates",
    does: "It sends a message of two parts twice.",
    file: "connection/connection.ts",
    find: "    const last = message.length - 1;\n    let room = true;",
    replace:
      "    const last = message.length - 1;\n    let room = true;\n    if (last === 1) for (let index = 0; index <= last; index += 1) this.#link.write(frameHeader(index === last ? 0 : MORE, message[index]?.length ?? 0), message[index] ?? EMPTY);",
  },
  {
    id: "sockets-sends-backwards",
    breaks: "sockets.order-sent",
    does: "It holds a first message back behind the second.",
    file: "node/pipe.ts",
    find: "    if (this.#flowing && this.#carrier !== undefined && this.#outgoing.length === 0) this.#flowing = this.#carrier.send(message);",
    replace:
      "    if (this.#flowing && this.#carrier !== undefined && this.#outgoing.length === 1) {\n      this.#flowing = this.#carrier.send(message);\n      this.drained();\n    }",
  },
  {
    id: "sockets-first-peer-only",
    breaks: "sockets.round-robin",
    does: "It gives every message to the first peer that has room.",
    file: "patterns/round-robin.ts",
    find: "        this.#turn = index + 1;",
    replace: "        this.#turn = 0;",
  },
  {
    id: "sockets-unfair",
    breaks: "sockets.fair-queueing",
    does: "It empties one peer's queue before the next.",
    file: "patterns/fair-queue.ts",
    find: "      if (pipe.readable) this.arrived(pipe);",
    replace:
      "      if (pipe.readable) {\n        const others: Pipe[] = [];\n        for (let other = this.#line.shift(); other !== undefined; other = this.#line.shift()) others.push(other);\n        this.arrived(pipe);\n        for (const other of others) this.#line.push(other);\n      }",
  },
  {
    id: "sockets-unlimited",
    breaks: "sockets.queue-limit",
    does: "It does not limit its queues.",
    file: "node/pipe.ts",
    find: "|| this.#outgoing.length < sendHighWaterMark;",
    replace: "|| this.#outgoing.length >= 0;",
  },
  {
    id: "sockets-drops-without-peer",
    breaks: "sockets.no-available-peer",
    does: "A DEALER drops a message for nobody.",
    file: "patterns/exchange.ts",
    find: 'return this.#drops ? undefined : "would-block";',
    replace: "return undefined;",
  },
  {
    id: "sockets-drops-what-waits",
    breaks: "sockets.queue-at-connect",
    does: "It drops what waits when the connection is established.",
    file: "node/pipe.ts",
    find: "    this.#connection = connection;\n    this.drained();",
    replace: "    this.#connection = connection;\n    this.takeBack();\n    this.drained();",
  },
  {
    id: "sockets-one-offender-ends-all",
    breaks: "sockets.isolation",
    does: "It closes all connections when one peer offends.",
    file: "node/node.ts",
    find: "    reportEnd(this.#setup.sink, session, reason);",
    replace:
      '    reportEnd(this.#setup.sink, session, reason);\n    if (reason.type === "violation") for (const other of this.#sessions) other.carrier.close(0);',
  },
  {
    id: "sockets-no-linger",
    breaks: "sockets.linger",
    does: "It closes at once, whatever waits.",
    file: "node/node.ts",
    find: "    const lingerAtMs = lingerMs < 0 ? Infinity : nowMs + lingerMs;\n    this.#lingerAtMs",
    replace: "    const lingerAtMs = nowMs;\n    for (const session of this.#sessions) session.pipe?.takeBack();\n    this.#lingerAtMs",
  },
];
