/** Many messages with one call, with libzmq on the other side. */
import { afterEach, expect, it } from "vitest";
import * as libzmq from "zeromq";
import { limits } from "../base/limits.ts";
import { Pull, Push, Subscriber } from "../index.ts";

const open: { close(): void }[] = [];
const opened = <S extends { close(): void }>(socket: S): S => {
  open.push(socket);
  return socket;
};
const texts = Array.from({ length: 25_000 }, (_, index) => `message ${String(index)}`);

afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

it("sendMany sends all messages in order, far beyond the limits of the queues, to libzmq", async () => {
  const pull = opened(new libzmq.Pull());
  await pull.bind("tcp://127.0.0.1:*");
  const push = opened(new Push({ sendHighWaterMark: 10 }));
  push.connect(pull.lastEndpoint ?? "");
  const sent = push.sendMany(texts);
  for (const text of texts) expect(String((await pull.receive())[0])).toBe(text);
  await sent;
});

it("batches gives all messages of libzmq in order, and ends when the socket is closed", async () => {
  const pull = opened(new Pull());
  await pull.bind("tcp://127.0.0.1:*");
  const push = opened(new libzmq.Push());
  push.connect(pull.lastEndpoint ?? "");
  const received: string[] = [];
  const reading = (async () => {
    for await (const batch of pull.batches(100)) {
      expect(batch.length).toBeLessThanOrEqual(100);
      received.push(...batch.map(([part]) => String(part)));
      if (received.length === texts.length) pull.close();
    }
  })();
  for (const text of texts) await push.send(text);
  await reading;
  expect(received).toEqual(texts);
});

it("sendMany tells how many messages were accepted before one that is refused", async () => {
  const push = opened(new Push({ sendTimeout: 0, sendHighWaterMark: 3 }));
  push.connect("inproc://nobody");
  await expect(push.sendMany(texts)).rejects.toMatchObject({ code: "EAGAIN", accepted: 3 });
  const other = opened(new Push());
  other.connect("inproc://nobody-either");
  await expect(other.sendMany(["one", Symbol("two") as unknown as string])).rejects.toMatchObject({ code: "EINVAL", accepted: 1 });
});

it("many messages are refused as one is: without a list, on a closed socket, with a limit of zero, by a type that does not send", async () => {
  const push = opened(new Push());
  await expect(push.sendMany(7 as unknown as string[])).rejects.toMatchObject({ code: "EINVAL" });
  await expect(opened(new Pull()).receiveMany(0)).rejects.toMatchObject({ code: "EINVAL" });
  await expect(opened(new Subscriber()).sendMany(["x"])).rejects.toMatchObject({ code: "ENOTSUP" });
  push.close();
  await expect(push.sendMany(["x"])).rejects.toMatchObject({ code: "EBADF" });
});

it("a receive that lets the event loop turn waits as any other: a second one is refused, and closing ends it", async () => {
  const pull = opened(new Pull({ receiveHighWaterMark: 0 }));
  await pull.bind("inproc://turns");
  const push = opened(new Push({ sendHighWaterMark: 0 }));
  push.connect("inproc://turns");
  await push.sendMany(texts);
  const next = texts.values();
  const many = async (): Promise<void> => {
    for (let taken = 0; taken < limits.operationsPerTurn; taken += 1) expect(String((await pull.receive())[0])).toBe(next.next().value);
  };
  await many();
  const waits = pull.receive();
  await expect(pull.receive()).rejects.toMatchObject({ code: "EBUSY" });
  expect(String((await waits)[0])).toBe(next.next().value);
  pull.receiveTimeout = 0;
  for (let taken = 1; taken < limits.operationsPerTurn; taken += 1) await pull.receive();
  const ended = pull.receive();
  pull.close();
  await expect(ended).rejects.toMatchObject({ code: "EAGAIN" });
});
