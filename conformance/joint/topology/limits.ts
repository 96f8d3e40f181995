/** What this machine and the implementations can hold. */
import { readFileSync } from "node:fs";
import { availableParallelism, freemem, totalmem } from "node:os";
import type { Implementation } from "./nodes.ts";

export interface MachineLimits {
  readonly processors: number;
  readonly memoryMiB: number;
  readonly freeMiB: number;
  /** Open files of one process. */
  readonly openFiles: number;
}

export function machineLimits(): MachineLimits {
  const [, soft = "1024"] = /^Max open files\s+(\S+)/mu.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
  return {
    processors: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 2 ** 20),
    freeMiB: Math.round(freemem() / 2 ** 20),
    openFiles: soft === "unlimited" ? 2 ** 20 : Number(soft),
  };
}

/**
 * What a process with subscribers holds. A context of libzmq or JeroMQ has at most 1023 sockets unless told otherwise; an adapter watches each socket with one or two
 * more, and each of these has a file or two. The reference has one file a connection.
 */
const subscriberCost: Readonly<
  Record<Implementation, { readonly sockets: number; readonly files: number; readonly processMiB: number; readonly eachKiB: number }>
> = {
  "zeromq.js": { sockets: 300, files: 6, processMiB: 120, eachKiB: 100 },
  libzmq: { sockets: 300, files: 6, processMiB: 20, eachKiB: 100 },
  jeromq: { sockets: 300, files: 8, processMiB: 250, eachKiB: 200 },
  reference: { sockets: 4000, files: 1, processMiB: 120, eachKiB: 40 },
};

export interface Share {
  readonly implementation: Implementation;
  readonly subscribers: number;
}

/** The processes of so many subscribers: equal shares, but no more than four processes of what holds few, and the rest to what holds many. */
export function shareOut(subscribers: number, names: readonly Implementation[], { openFiles }: MachineLimits): readonly Share[] {
  const most = (name: Implementation): number => Math.min(subscriberCost[name].sockets, Math.floor((openFiles - 100) / subscriberCost[name].files));
  const large = names.includes("reference") ? "reference" : names[0];
  if (large === undefined) throw new Error("there is no implementation");
  const shares: Share[] = [];
  let left = subscribers;
  for (const name of names.filter((one) => one !== large)) {
    const wanted = Math.min(Math.floor(subscribers / names.length), 4 * most(name));
    for (let given = 0; given < wanted; given += most(name)) shares.push({ implementation: name, subscribers: Math.min(most(name), wanted - given) });
    left -= wanted;
  }
  for (; left > 0; left -= most(large)) shares.push({ implementation: large, subscribers: Math.min(most(large), left) });
  return shares;
}

/** Why the machine does not hold them; undefined when it does. */
export function tooMany(shares: readonly Share[], forwarders: number, { freeMiB, openFiles }: MachineLimits): string | undefined {
  const memory = shares.reduce(
    (sum, { implementation: name, subscribers }) => sum + subscriberCost[name].processMiB + (subscribers * subscriberCost[name].eachKiB) / 1024,
    0,
  );
  const subscribers = shares.reduce((sum, share) => sum + share.subscribers, 0);
  const files = Math.ceil(subscribers / forwarders);
  if (files + 100 > openFiles) return `a forwarder would need ${String(files)} open files of ${String(openFiles)}: raise ulimit -n, or take more forwarders`;
  if (memory > freeMiB) return `about ${String(Math.round(memory))} MiB are needed, and ${String(freeMiB)} MiB are free`;
  return undefined;
}
