/** One measurement of messages that flow: starts the programs, hands the endpoint on, and collects what they say. */
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Running, withPrograms } from "./running.ts";
import type { Found, Role, Spent, Work } from "./work.ts";

export interface Measured {
  readonly found: Found;
  /** Absent when the program that sends is not asked. */
  readonly sent: Spent | undefined;
}

type Command = (work: Work) => readonly string[];
let ipcNumber = 0;

/** An address to bind to; with tcp the system chooses the port. */
export function freshEndpoint(transport: "tcp" | "ipc" | "inproc"): string {
  if (transport === "tcp") return "tcp://127.0.0.1:*";
  ipcNumber += 1;
  const name = `patternwire-bench-${String(process.pid)}-${String(ipcNumber)}`;
  return transport === "ipc" ? `ipc://${join(tmpdir(), name)}` : `inproc://${name}`;
}

/** An address at which nobody listens. */
export async function deserted(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return `tcp://127.0.0.1:${String(typeof address === "object" && address !== null ? address.port : 0)}`;
}

/** Starts the program that binds; gives it with its endpoint. */
export async function binding(start: (words: readonly string[]) => Running, command: Command, work: Work): Promise<readonly [Running, Work]> {
  const program = start(command(work));
  const { endpoint } = await program.said<{ readonly endpoint: string }>();
  return [program, { ...work, endpoint }];
}

/** Plays two roles in two processes, of which the second connects to the first. Gives what the one that measures finds. */
export function playPair(first: Command, firstRole: Role, second: Command, secondRole: Role, work: Omit<Work, "role">): Promise<Measured> {
  return withPrograms(async (start) => {
    // One message to many is as many deliveries, of which the subscribers count each.
    const copies = firstRole === "PUB" ? work.count : 1;
    const [listening, there] = await binding(start, first, { ...work, warmMessages: Math.ceil(work.warmMessages / copies), role: firstRole });
    const connecting = start(second({ ...work, endpoint: there.endpoint, role: secondRole }));
    const measures = secondRole === "PUSH" || secondRole === "DEALER" ? listening : connecting;
    const other = measures === listening ? connecting : listening;
    const found = await measures.said<Found>();
    if (firstRole === "REP") return { found, sent: undefined };
    other.stop();
    return { found, sent: await other.said<Spent>() };
  });
}

/** Plays both roles in one process. */
export function playAlone(command: Command, role: Role, work: Omit<Work, "role">): Promise<Measured> {
  return withPrograms(async (start) => {
    const [program] = await binding(start, command, { ...work, role });
    return { found: await program.said<Found>(), sent: undefined };
  });
}
