/** Devices made of the reference's sockets, with libzmq (as the zeromq package holds it) on both sides. */
import { afterEach, describe, expect, it } from "vitest";
import * as libzmq from "zeromq";
import { Dealer, Proxy, Publisher, Pull, Push, Router, XPublisher, XSubscriber, type Socket } from "../index.ts";

const open: { close(): void }[] = [];
const keep = <T extends { close(): void }>(socket: T): T => (open.push(socket), socket);

afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

/** A proxy that runs, with both ends bound to ports of their own. */
async function device<F extends Socket, B extends Socket>(
  frontEnd: F,
  backEnd: B,
): Promise<{ proxy: Proxy<F, B>; front: string; back: string; ended: Promise<void> }> {
  keep(frontEnd);
  keep(backEnd);
  await frontEnd.bind("tcp://127.0.0.1:0");
  await backEnd.bind("tcp://127.0.0.1:0");
  const proxy = new Proxy(frontEnd, backEnd);
  return { proxy, front: frontEnd.lastEndpoint ?? "", back: backEnd.lastEndpoint ?? "", ended: proxy.run() };
}

describe("a proxy", () => {
  it("of ROUTER and DEALER carries requests of many clients to services, and each reply to the client that asked", async () => {
    const { front, back } = await device(new Router(), new Dealer());
    for (let count = 0; count < 2; count += 1) {
      const service = keep(new libzmq.Reply({ linger: 0 }));
      service.connect(back);
      void serve(service);
    }
    const clients = Array.from({ length: 5 }, () => keep(new libzmq.Request({ linger: 0 })));
    await Promise.all(
      clients.map(async (client, number) => {
        client.connect(front);
        for (let round = 0; round < 20; round += 1) {
          await client.send([String(number), "", String(round)]);
          expect((await client.receive()).map(String)).toEqual(["re", String(number), "", String(round)]);
        }
      }),
    );
  });

  it("puts one identity before the envelope for each ROUTER on the way, and takes it off on the way back", async () => {
    const depth = 3;
    const devices = [];
    for (let count = 0; count < depth; count += 1) devices.push(await device(new Router(), new Dealer()));
    for (const [index, { back }] of devices.entries()) {
      const next = devices[index + 1];
      // A DEALER that binds and a ROUTER that binds are joined by one more pair that connects both.
      if (next !== undefined) joinBoundEnds(back, next.front);
    }
    const client = keep(new libzmq.Request({ linger: 0 }));
    client.connect(devices[0]?.front ?? "");
    const service = keep(new libzmq.Router({ linger: 0 }));
    service.connect(devices[depth - 1]?.back ?? "");
    await client.send("question");
    const request = await service.receive();
    // The service's own identity of its peer, then one of each ROUTER: three devices and two joints, then the delimiter.
    expect(request.length).toBe(1 + depth + (depth - 1) + 2);
    expect(request.slice(-2).map(String)).toEqual(["", "question"]);
    await service.send([...request.slice(0, -1), "answer"]);
    expect((await client.receive()).map(String)).toEqual(["answer"]);
  });

  it("of XSUB and XPUB carries subscriptions up and what is published down", async () => {
    const { front, back } = await device(new XSubscriber(), new XPublisher());
    const publisher = keep(new libzmq.XPublisher({ linger: 0 }));
    publisher.connect(front);
    const subscriber = keep(new libzmq.Subscriber({ linger: 0 }));
    subscriber.connect(back);
    subscriber.subscribe("weather");
    expect(String((await publisher.receive())[0])).toBe("\x01weather");
    await publisher.send(["sport", "nil to nil"]);
    await publisher.send(["weather", "rain"]);
    expect((await subscriber.receive()).map(String)).toEqual(["weather", "rain"]);
    subscriber.unsubscribe("weather");
    expect(String((await publisher.receive())[0])).toBe("\0weather");
  });

  it("of PULL and PUSH keeps what arrives until there is a worker, in order", async () => {
    const { front, back } = await device(new Pull(), new Push());
    const source = keep(new libzmq.Push({ linger: 0 }));
    source.connect(front);
    for (let number = 0; number < 100; number += 1) await source.send([String(number), "", "x".repeat(300)]);
    const worker = keep(new libzmq.Pull({ linger: 0 }));
    worker.connect(back);
    for (let number = 0; number < 100; number += 1) expect((await worker.receive()).map(String)).toEqual([String(number), "", "x".repeat(300)]);
  });

  it("carries nothing while it is paused, and loses nothing", async () => {
    const { proxy, front, back } = await device(new Pull(), new Push());
    const source = keep(new Push());
    source.connect(front);
    const worker = keep(new Pull());
    worker.connect(back);
    await source.send("one");
    expect(String((await worker.receive())[0])).toBe("one");
    proxy.pause();
    await source.send("two");
    // A message by another way shows that the worker was reached and that the device had time to carry.
    const other = keep(new Push());
    await other.bind("tcp://127.0.0.1:0");
    worker.connect(other.lastEndpoint ?? "");
    await other.send("by another way");
    expect(String((await worker.receive())[0])).toBe("by another way");
    proxy.resume();
    expect(String((await worker.receive())[0])).toBe("two");
  });

  it("ends, and closes both sockets, when it is terminated or one of them is closed", async () => {
    const terminated = await device(new Router(), new Dealer());
    terminated.proxy.terminate();
    await terminated.ended;
    const closed = await device(new Router(), new Dealer());
    closed.proxy.backEnd.close();
    await closed.ended;
    expect([terminated, closed].flatMap(({ proxy }) => [proxy.frontEnd.closed, proxy.backEnd.closed])).toEqual([true, true, true, true]);
  });

  it("goes on when a mandatory ROUTER has lost the peer for which a reply is", async () => {
    const { front, back } = await device(new Router({ mandatory: true }), new Dealer());
    const service = keep(new Dealer());
    service.connect(back);
    await service.send(["nobody", "", "for whom"]);
    const client = keep(new libzmq.Request({ linger: 0 }));
    client.connect(front);
    await client.send("question");
    await service.send(await service.receive());
    expect((await client.receive()).map(String)).toEqual(["question"]);
  });

  it("refuses two sockets between which nothing can go, and a second run", async () => {
    await expect(new Proxy(keep(new Pull()), keep(new Pull())).run()).rejects.toThrow(/neither of the two/u);
    await expect(new Proxy(keep(new Publisher()), keep(new Push())).run()).rejects.toThrow(/neither of the two/u);
    const { proxy } = await device(new Router(), new Dealer());
    await expect(proxy.run()).rejects.toThrow(/runs once/u);
  });
});

async function serve(service: libzmq.Reply): Promise<void> {
  for await (const message of service) await service.send(["re", ...message]);
}

/** One more device, of which both ends connect. */
function joinBoundEnds(upstream: string, downstream: string): void {
  const frontEnd = keep(new Router());
  const backEnd = keep(new Dealer());
  frontEnd.connect(upstream);
  backEnd.connect(downstream);
  void new Proxy(frontEnd, backEnd).run();
}
