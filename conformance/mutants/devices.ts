/** Mutants of spec/patterns/devices.md. */
import type { SourceMutant } from "./mutant.ts";

const file = "sockets/proxy.ts";
const send = "() => to.send(message)";

export const devicesMutants: readonly SourceMutant[] = [
  {
    id: "device-drops-parts",
    breaks: "devices.whole-messages",
    does: "A device passes on the first part only.",
    file,
    find: send,
    replace: "() => to.send(message.slice(0, 1))",
  },
  {
    id: "device-goes-one-way",
    breaks: "devices.both-ways",
    does: "A device carries messages from its frontend to its backend only.",
    file,
    find: "directions.map(",
    replace: "directions.slice(0, 1).map(",
  },
  {
    id: "device-overtakes",
    breaks: "devices.order",
    does: "A device passes on the second of two messages first.",
    file,
    find: "const message = await again(from, () => from.receive());",
    replace: "const message = await again(from, () => from.receive());\n      if (message !== undefined && from.readable) await to.send(await from.receive());",
  },
  {
    id: "device-drops-without-peer",
    breaks: "devices.keeps",
    does: "A device drops what its backend cannot take at once.",
    file,
    find: "await again(to, () => to.send(message), isUndeliverable);",
    replace: "if (to.writable) await again(to, () => to.send(message), isUndeliverable);",
  },
  {
    id: "device-strips-an-identity",
    breaks: "devices.reply-path",
    does: "A broker takes the identity of the client off the request.",
    file,
    find: send,
    replace: "() => to.send(to.type === 5 ? message.slice(1) : message)",
  },
  {
    id: "device-keeps-subscriptions",
    breaks: "devices.subscriptions",
    does: "A forwarder does not send subscriptions to its publishers.",
    file,
    find: send,
    replace: "() => (to.type === 10 ? Promise.resolve() : to.send(message))",
  },
];
