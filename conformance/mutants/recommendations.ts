/** Mutants of what the specification recommends (SHOULD), and of the size of a subscription. */
import type { SourceMutant } from "./mutant.ts";

export const recommendationsMutants: readonly SourceMutant[] = [
  {
    id: "publish-subscribe-bequeaths-subscriptions",
    breaks: "publish-subscribe.connection-scope",
    does: "The subscriptions of a peer that has gone pass to the next one.",
    file: "patterns/subscriptions.ts",
    find: "    this.#held.delete(pipe);\n    for (const topic of held ?? []) told(",
    replace:
      "    this.#held.delete(pipe);\n    const left = [...(held ?? [])].map(({ octets }) => octets.slice());\n    const add = this.add.bind(this);\n    (this as { add: unknown }).add = (next: Pipe, octets: Uint8Array) => {\n      for (const topic of left.splice(0)) add(next, topic);\n      return add(next, octets);\n    };\n    for (const topic of held ?? []) told(",
  },
  {
    id: "rep-dismisses-the-malformed",
    breaks: "request-reply.rep-malformed-keep",
    does: "A REP closes the connection on which a malformed request arrives.",
    file: "patterns/reply.ts",
    find: "      this.#state = cell.to;\n      if (cell.do",
    replace: "      this.#state = cell.to;\n      if (opened === undefined) arrival.pipe.dismiss();\n      if (cell.do",
  },
  {
    id: "request-reply-router-names-everybody",
    breaks: "request-reply.router-peer-identity",
    does: "A ROUTER makes up a name for every peer.",
    file: "patterns/identities.ts",
    find: "    const name = identity.length === 0 ? this.#make() : identity;",
    replace: "    const name = this.#make();",
  },
  {
    id: "request-reply-router-keeps-the-first-name",
    breaks: "request-reply.router-reconnect-identity",
    does: "A ROUTER knows a peer by the name of its first connection.",
    file: "patterns/identities.ts",
    find: "    if (identity.length === 0 && old?.[0] === 0) return;",
    replace: "    if (old !== undefined) return;",
  },
  {
    id: "sockets-turns-back-when-one-joins",
    breaks: "sockets.round-robin-change",
    does: "It gives the peer of the last message the next one when another peer joins.",
    file: "patterns/round-robin.ts",
    find: "    if (!this.#pipes.includes(pipe)) this.#pipes.push(pipe);",
    replace: "    if (this.#pipes.includes(pipe)) return;\n    this.#pipes.push(pipe);\n    this.#turn = Math.max(0, this.#turn - 1);",
  },
  {
    id: "ipc-leaves-its-file",
    breaks: "ipc.file-removed",
    does: "It leaves a second name of its socket at the path.",
    file: "transports/ipc.ts",
    find: "listenStream({ path: systemPath(path), backlog: options.backlog, exclusive: true }, () => `ipc://${path}`, opened)",
    replace:
      'listenStream({ path: `${path}.s`, backlog: options.backlog, exclusive: true }, () => {\n    process.getBuiltinModule("node:fs").linkSync(`${path}.s`, path);\n    return `ipc://${path}`;\n  }, opened)',
  },
  {
    id: "framing-pings-inside-messages",
    breaks: "framing.command-between",
    does: "It sends a PING behind the first frame of a message.",
    file: "connection/outlet.ts",
    find: "room = this.#frame(index === last ? 0 : MORE, part);",
    replace:
      "room = this.#frame(index === last ? 0 : MORE, part);\n      if (index === 0 && last > 0) this.command(Uint8Array.of(4, 0x50, 0x49, 0x4e, 0x47, 0, 0));",
  },
  {
    id: "framing-refuses-pings-inside-messages",
    breaks: "framing.heartbeat-between",
    does: "It closes when a command comes between the frames of a message.",
    file: "connection/connection.ts",
    find: "    if ((flags & COMMAND) === 0 && !this.#isIntroduction) return this.#messageFrame(flags, body);",
    replace:
      '    const self = this as { inside?: boolean };\n    if ((flags & COMMAND) !== 0 && self.inside === true) throw new PeerError("framing.close-on-command-more", "inside");\n    if ((flags & COMMAND) === 0) self.inside = (flags & 1) !== 0;\n    if ((flags & COMMAND) === 0) return this.#messageFrame(flags, body);',
  },
  {
    id: "handshake-drops-early-messages",
    breaks: "handshake.early-message",
    does: "It drops messages that come in one piece with READY.",
    file: "connection/connection.ts",
    find: "        this.#heartbeat.beginTraffic(this.#nowMs, this.#outlet.canPing);",
    replace:
      "        this.#heartbeat.beginTraffic(this.#nowMs, this.#outlet.canPing);\n        this.#assembly.add = () => undefined;\n        queueMicrotask(() => delete (this.#assembly as { add?: unknown }).add);",
  },
  {
    id: "heartbeat-hears-pong-only",
    breaks: "heartbeat.any-traffic",
    does: "It takes nothing but PONG for a sign of life.",
    file: "connection/connection.ts",
    find: "    this.#heartbeat.heard(nowMs);\n    this.#guard(() => {\n      let rest",
    replace:
      '    if (this.#state !== "traffic" || String.fromCharCode(...chunk.subarray(0, 7)).includes("PONG")) this.#heartbeat.heard(nowMs);\n    this.#guard(() => {\n      let rest',
  },
  {
    id: "heartbeat-wants-whole-frames",
    breaks: "heartbeat.partial-frame",
    does: "It takes octets for a sign of life when they begin a frame.",
    file: "connection/connection.ts",
    find: "    this.#heartbeat.heard(nowMs);\n    this.#guard(() => {\n      let rest",
    replace: '    if (this.#state !== "traffic" || (chunk[0] ?? 9) < 8) this.#heartbeat.heard(nowMs);\n    this.#guard(() => {\n      let rest',
  },
  {
    id: "heartbeat-gives-up-for-good",
    breaks: "heartbeat.reconnect",
    does: "It does not connect again after a failed heartbeat.",
    file: "node/node.ts",
    find: 'endpoint.step(reason.type === "rejected" ?',
    replace: 'endpoint.step(reason.type === "rejected" || reason.type === "expired" ?',
  },
  {
    id: "publish-subscribe-short-size",
    breaks: "framing.long-above-255",
    does: "It writes the size of a SUBSCRIBE without its name when the topic has 246 to 255 octets.",
    file: "connection/outlet.ts",
    find: "    if (this.#dialect.hasCommands) this.#frame(COMMAND, body);",
    replace:
      "    const cut = body[1] === 0x53 && body.length > 255 && body.length <= 265;\n    if (cut) this.#link.write(Uint8Array.of(COMMAND, body.length & 255), body);\n    else this.#frame(COMMAND, body);",
  },
];
