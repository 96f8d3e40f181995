/** One end of a measurement with the reference or with zeromq.js: `node program.js PACKAGE FORM WORK [CRYPTO]`, where PACKAGE is zeromq, reference or the path of the index of one, and WORK is JSON. Says what `libzmq.c` says. */
import type * as zeromq from "zeromq";
import { playCosts } from "./cost-roles.ts";
import type { Player } from "./player.ts";
import { playStreams } from "./stream-roles.ts";
import { spentSince } from "./window.ts";
import type { Form, Work } from "./work.ts";

const [packageName = "", form = "", text = "{}", crypto] = process.argv.slice(2);
const work = JSON.parse(text) as Work;

let go = (): void => undefined;
const told = new Promise<void>((resolve) => {
  go = resolve;
});
// A bench that is gone needs no programs.
process.stdin.once("close", () => process.exit(1)).setEncoding("utf8");
process.stdin.on("data", (words: string) => {
  for (const word of words.split("\n")) {
    if (word === "go") go();
    if (word === "collect") player.say({ heap: heapAfterCollection() });
  }
});

// A reference that was built elsewhere is named by its index.
const reference = packageName === "reference" ? new URL("../../../reference/index.js", import.meta.url).href : packageName;
const startedAt = performance.now();
const zmq = (packageName === "zeromq" ? await import("zeromq") : await import(reference)) as typeof zeromq;
const importMs = performance.now() - startedAt;

/** What was sent since the tally began. */
let tally = { messages: 0, cpu: process.cpuUsage() };
let isStopped = false;
// A send may wait for a peer that is gone already, so that the tally does not wait for it. Whoever is told again is about to end, and may have a profile to write.
process.on("SIGTERM", () => {
  if (isStopped) return;
  isStopped = true;
  finish(spentSince(tally.cpu, tally.messages));
});

const player: Player = {
  zmq,
  work,
  isBatch: (form as Form) === "batch",
  context: await contextOf(),
  importMs,
  sent: (messages) => {
    tally.messages += messages;
  },
  startTally: () => {
    tally = { messages: 0, cpu: process.cpuUsage() };
  },
  say: (line) => {
    process.stdout.write(`${JSON.stringify(line)}\n`);
  },
  go: told,
  end: new Promise<never>(() => undefined),
};

finish(await (playStreams(player) ?? playCosts(player)));

function finish(last: unknown): void {
  process.stdout.write(`${JSON.stringify(last)}\n`, () => process.exit(0));
}

/** Octets in use, of objects and of buffers. */
function heapAfterCollection(): number {
  // What finalizers let go is gone only after another one.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Room for a thousand sockets, or another cryptography. */
async function contextOf(): Promise<zeromq.Context | undefined> {
  if (packageName === "zeromq") return new zmq.Context({ maxSockets: 4096, ioThreads: 1 });
  if (crypto === undefined) return undefined;
  const { nativeCrypto } = await import("./native-crypto.ts");
  const { Context } = await import("../../../reference/index.ts");
  return new Context({ crypto: nativeCrypto(crypto) }) as unknown as zeromq.Context;
}
