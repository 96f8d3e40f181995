/** A message from one socket of the adapter to another and back, as an application would send it. */
import { Wrong, type Octets, type Patient } from "./patient.ts";

/** Client and server types that may talk to each other. */
export const pairs = [
  ["REQ", "REP"],
  ["DEALER", "ROUTER"],
  ["DEALER", "DEALER"],
  ["REQ", "ROUTER"],
  ["DEALER", "REP"],
] as const;

const endpoints = [
  ["tcp", "tcp://127.0.0.1:0"],
  ["inproc", "inproc://doctor"],
  ["ws", "ws://127.0.0.1:0/doctor"],
] as const;

const everyOctet = Uint8Array.from({ length: 256 }, (_, index) => index);
const empty = new Uint8Array(0);
const waitMs = 5000;

/** Throws {@link Wrong} when the message does not come back as it was sent. */
export async function exchange(patient: Patient, clientType: string, serverType: string): Promise<void> {
  const client = await patient.open(clientType);
  const server = await patient.open(serverType);
  const { endpoint } = await patient.done("bind", {
    socket: server,
    endpoint: endpoints.find(([transport]) => patient.declared.transports.includes(transport))?.[1] ?? "inproc://doctor",
  });
  await patient.done("connect", { socket: client, endpoint });
  // A REP finds the body behind an empty part, which a REQ adds itself.
  const sent = clientType === "DEALER" && serverType === "REP" ? [empty, everyOctet, empty] : [everyOctet, empty];
  await patient.send(client, sent, waitMs);
  const arrived = await patient.receive(server, waitMs);
  expectParts(arrived.slice(-2), [everyOctet, empty], `the ${serverType} receives from the ${clientType}`);
  await patient.send(server, arrived, waitMs);
  expectParts(await patient.receive(client, waitMs), sent, `the ${clientType} receives back from the ${serverType}`);
}

function expectParts(actual: Octets, expected: Octets, where: string): void {
  const index = expected.findIndex((part, place) => !Buffer.from(part).equals(actual[place] ?? new Uint8Array([0, 0])));
  if (index < 0 && actual.length === expected.length) return;
  throw new Wrong(
    `What ${where} has parts of ${sizes(actual)} octets instead of ${sizes(expected)}${index < 0 ? "" : `; part ${index + 1} differs`}.`,
    "Parts are octets: decode base64 to octets and hand these to the library, never a text; an empty part is an empty text, and is sent.",
  );
}

function sizes(parts: Octets): string {
  return parts.length === 0 ? "no" : parts.map((part) => part.length).join(" + ");
}
