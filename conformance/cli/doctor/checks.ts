/** What is looked at, in the order in which the author of an adapter meets it. Each check gives a sentence that holds, or throws {@link Wrong}. */
import { connect } from "node:net";
import { once } from "node:events";
import { exchange, pairs } from "./exchange.ts";
import { faultOfChoices, missingOperations, notesOf } from "./declared.ts";
import { Wrong, type Patient } from "./patient.ts";

export interface Check {
  /** The sentence that should hold. */
  readonly holds: string;
  /** Gives the notes to print below it; nothing to say is an empty list, "not tried" a reason. */
  readonly run: (patient: Patient) => Promise<readonly string[] | NotTried>;
}

export interface NotTried {
  readonly notTried: string;
}

export const checks: readonly Check[] = [
  { holds: "It declares the operations that every adapter needs.", run: async (patient) => Promise.resolve(checkOperations(patient)) },
  { holds: "Its options and choices are known.", run: async (patient) => Promise.resolve(checkDeclared(patient)) },
  { holds: "A socket of every declared type opens and closes, each with a handle of its own.", run: checkTypes },
  { holds: "A socket type that it does not declare is refused with unsupported.", run: checkUndeclaredType },
  { holds: "An unknown operation is refused with unsupported.", run: checkUnknownOperation },
  { holds: "An unknown option is refused with unsupported.", run: checkUnknownOption },
  { holds: "A bind to port 0 answers with the real port, and a TCP connection to it comes about.", run: checkBind },
  { holds: "A receive that may not wait says would-block when there is no message.", run: checkWouldBlock },
  { holds: "Messages of all octets, with an empty part, go there and back.", run: checkExchange },
  { holds: "Other requests are answered while a receive waits.", run: checkConcurrency },
  { holds: "A closed socket is refused with closed.", run: checkClosed },
];

function checkOperations(patient: Patient): readonly string[] {
  const missing = missingOperations(patient.declared);
  if (missing.length === 0) return notesOf(patient.declared);
  throw new Wrong(
    `It does not declare ${missing.join(", ")}.`,
    "List in hello, under capabilities.operations, every operation that the adapter has; without these nothing can be judged.",
  );
}

function checkDeclared(patient: Patient): readonly string[] {
  const { faults, notes } = faultOfChoices(patient.declared, patient.hello.choices);
  if (faults.length === 0) return notes;
  throw new Wrong(faults.join("\n"), "Mend the name or the value in hello; `patternwire explain ID` shows a statement with its values.");
}

async function checkTypes(patient: Patient): Promise<readonly string[]> {
  for (const type of patient.declared.socketTypes) await patient.open(type);
  await patient.clear();
  return [];
}

async function checkUndeclaredType(patient: Patient): Promise<readonly string[] | NotTried> {
  const { socketTypes } = patient.declared;
  const type = ["CHANNEL", "PEER", "GATHER", "PAIR", "XSUB"].find((candidate) => !socketTypes.includes(candidate));
  if (type === undefined) return { notTried: "it declares every socket type" };
  expectRefusal(await patient.refusal("open", { type }, 0, "open"), "unsupported", `open with the type ${type}`);
  return [];
}

async function checkUnknownOperation(patient: Patient): Promise<readonly string[]> {
  expectRefusal(await patient.refusal("no-such-operation", {}), "unsupported", "an operation that does not exist");
  return [];
}

async function checkUnknownOption(patient: Patient): Promise<readonly string[] | NotTried> {
  const [type] = patient.declared.socketTypes;
  if (!patient.declared.operations.includes("option") || type === undefined) return { notTried: "it does not declare the operation option" };
  const socket = await patient.open(type);
  expectRefusal(await patient.refusal("option", { socket, name: "noSuchOption", value: 1 }), "unsupported", "an option that does not exist");
  return [];
}

async function checkBind(patient: Patient): Promise<readonly string[] | NotTried> {
  const type = firstOf(patient, ["REP", "ROUTER", "DEALER", "REQ"]);
  if (type === undefined || !patient.declared.transports.includes("tcp")) return { notTried: "it declares no transport tcp, or no socket type that is judged" };
  const { endpoint } = await patient.done("bind", { socket: await patient.open(type), endpoint: "tcp://127.0.0.1:0" });
  const text = String(endpoint);
  const port = Number(/^tcp:\/\/(?:127\.0\.0\.1|localhost):(\d+)$/u.exec(text)?.[1]);
  if (!(port > 0 && port < 65_536))
    throw new Wrong(
      `The bound endpoint is ${text}.`,
      "Ask the library which endpoint it bound, and answer with that: tcp://127.0.0.1: and the port that the system chose.",
    );
  if (await isReachable(port)) return [];
  throw new Wrong(`Nothing listens at ${text}.`, "Answer bind when the socket listens, with the endpoint at which it does.");
}

async function checkWouldBlock(patient: Patient): Promise<readonly string[] | NotTried> {
  const type = firstOf(patient, ["DEALER", "ROUTER", "REP"]);
  if (type === undefined) return { notTried: "it declares neither DEALER nor ROUTER nor REP" };
  const fields = { socket: await patient.open(type), timeoutMs: 0 };
  expectRefusal(await patient.refusal("receive", fields, 0, "receive"), "would-block", "a receive with timeoutMs 0 on a socket without a peer");
  return [];
}

async function checkExchange(patient: Patient): Promise<readonly string[] | NotTried> {
  const possible = pairs.filter((pair) => pair.every((type) => patient.declared.socketTypes.includes(type)));
  if (possible.length === 0) return { notTried: "it declares no two socket types that may talk to each other" };
  const carried: string[] = [];
  const broken: { readonly pair: string; readonly error: Wrong }[] = [];
  for (const [client, server] of possible) {
    const pair = `${client} with ${server}`;
    try {
      await exchange(patient, client, server);
      carried.push(pair);
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      broken.push({ pair, error });
    }
    await patient.clear();
  }
  const [first] = broken;
  if (first !== undefined && carried.length === 0) throw first.error;
  // The adapter handles octets as it should, if any two sockets exchange them: what others do to them is for `check` to judge.
  return [...carried, ...broken.map(({ pair, error }) => `not ${pair}, which is the implementation's fault, as others do: ${error.message}`)];
}

/** A second is enough for any other answer to overtake, and no answer is judged by its time: only the order counts. */
async function checkConcurrency(patient: Patient): Promise<readonly string[] | NotTried> {
  const type = firstOf(patient, ["DEALER", "ROUTER", "REP"]);
  if (type === undefined) return { notTried: "it declares neither DEALER nor ROUTER nor REP" };
  const socket = await patient.open(type);
  const order: string[] = [];
  const waiting = patient.refusal("receive", { socket, timeoutMs: 1000 }, 1000, "receive").then(() => order.push("receive"));
  waiting.catch(() => undefined);
  await patient.open(type);
  order.push("open");
  await waiting;
  if (order[0] === "open") return [];
  throw new Wrong(
    "An open that was asked while a receive waited was answered after it.",
    "Handle each request in a thread or task of its own, or let the library wait with a poller; answers may come in any order.",
  );
}

async function checkClosed(patient: Patient): Promise<readonly string[] | NotTried> {
  const type = firstOf(patient, ["DEALER", "ROUTER", "REP"]);
  if (type === undefined) return { notTried: "it declares neither DEALER nor ROUTER nor REP" };
  const { socket } = await patient.done("open", { type });
  await patient.done("close", { socket });
  expectRefusal(await patient.refusal("receive", { socket, timeoutMs: 0 }, 0, "receive"), "closed", "a receive on a socket that was closed");
  return [];
}

function expectRefusal(code: string | undefined, expected: string, what: string): void {
  if (code === expected) return;
  throw new Wrong(
    `It ${code === undefined ? "says ok" : `answers ${code}`} to ${what}.`,
    `Answer: {"id":…,"ok":false,"error":{"code":"${expected}","message":"…"}}`,
  );
}

function firstOf(patient: Patient, types: readonly string[]): string | undefined {
  return types.find((type) => patient.declared.socketTypes.includes(type));
}

async function isReachable(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
