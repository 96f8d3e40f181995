import { expect, it } from "vitest";
import type { Carrier } from "../base/carrier.ts";
import { NodePipe } from "./pipe.ts";

const ignored = (): void => undefined;
const carrier: Carrier = { send: () => true, subscribe: ignored, resume: ignored, close: ignored };
const limits = { sendHighWaterMark: 1000, receiveHighWaterMark: 1000, conflate: false };

/** The connection of each message that is left. */
function origins(pipe: NodePipe): number[] {
  const found: number[] = [];
  while (pipe.read() !== undefined) found.push(pipe.readFrom);
  return found;
}

function receive(pipe: NodePipe, connection: number, messages: number): void {
  pipe.open(carrier, connection);
  for (let index = 0; index < messages; index += 1) pipe.receive([Uint8Array.of(index)]);
  pipe.close();
}

it("A message that is read late comes from the connection that brought it, also when others followed or brought nothing", () => {
  const pipe = new NodePipe(limits, ignored);
  receive(pipe, 1, 2);
  receive(pipe, 2, 0);
  receive(pipe, 3, 1);
  pipe.read();
  receive(pipe, 4, 2);
  expect(origins(pipe)).toEqual([1, 3, 4, 4]);
  receive(pipe, 5, 1);
  expect(origins(pipe)).toEqual([5]);
});

it("What is forgotten, or replaced by a newer message, leaves the connections of the others right", () => {
  const pipe = new NodePipe(limits, ignored);
  receive(pipe, 1, 2);
  pipe.forget();
  receive(pipe, 2, 1);
  expect(origins(pipe)).toEqual([2]);
  const newest = new NodePipe({ ...limits, conflate: true }, ignored);
  receive(newest, 1, 3);
  receive(newest, 2, 2);
  expect(origins(newest)).toEqual([2]);
});
