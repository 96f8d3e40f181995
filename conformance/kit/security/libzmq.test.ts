/** The wire peer's own PLAIN and CURVE against libzmq, in both roles: the first thing that they speak to is something that nobody here wrote. */
import { createConnection } from "node:net";
import { once } from "node:events";
import { Dealer, Router } from "zeromq";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ascii, text } from "../octets.ts";
import { CaseRecord } from "../record.ts";
import { WireListener } from "../wire/listener.ts";
import { WirePeer } from "../wire/peer.ts";
import { WireStream } from "../wire/stream.ts";
import { clientOptions, defaultCredentials, serverOptions, wireMechanism } from "./credentials.ts";
import type { MechanismName, Role } from "./mechanism.ts";

const { curve } = defaultCredentials;
const handler = new Router();
const requests: string[][] = [];

/** libzmq as a PLAIN server asks whoever is bound here. */
beforeAll(async () => {
  await handler.bind("inproc://zeromq.zap.01");
  void (async () => {
    for await (const [route, delimiter, version, id, ...rest] of handler) {
      requests.push(rest.map((part) => part.toString("latin1")));
      await handler.send([route, delimiter, version, id, "200", "", "", ""] as Buffer[]);
    }
  })();
});

afterAll(() => {
  handler.close();
});

describe.each<MechanismName>(["NULL", "PLAIN", "CURVE"])("%s", (mechanism) => {
  it("the wire peer as a client exchanges messages with libzmq as a server", async () => {
    const socket = Object.assign(new Dealer({ linger: 0 }), serverOptions(mechanism, defaultCredentials));
    await socket.bind("tcp://127.0.0.1:0");
    const tcp = createConnection({ host: "127.0.0.1", port: Number(socket.lastEndpoint?.split(":").at(-1)) });
    const stream = new WireStream(tcp);
    await once(tcp, "connect");
    await exchange(peerOn(stream, "client", mechanism), socket);
    if (mechanism === "PLAIN") expect(requests).toContainEqual(["", "127.0.0.1", "", "PLAIN", "patternwire", "a password for tests"]);
    if (mechanism === "CURVE") expect(requests).toContainEqual(["", "127.0.0.1", "", "CURVE", text(curve.peer.publicKey)]);
    stream.destroy();
    socket.close();
  });

  it("the wire peer as a server exchanges messages with libzmq as a client", async () => {
    const listener = await WireListener.open("tcp");
    const socket = Object.assign(new Dealer({ linger: 0 }), clientOptions(mechanism, defaultCredentials, curve.peer.publicKey));
    socket.connect(listener.endpoint);
    const peer = peerOn(await listener.accept(5000), "server", mechanism);
    await exchange(peer, socket);
    if (peer.mechanism.name === "PLAIN") expect(peer.mechanism).toMatchObject({ received: defaultCredentials.plain });
    socket.close();
    peer.stream.destroy();
    listener.close();
  });
});

/** Messages each way, of several parts and of sizes on both sides of the short form; a PING within. */
async function exchange(peer: WirePeer, socket: Dealer): Promise<void> {
  const metadata = await peer.handshake({ socketType: "DEALER" });
  expect(metadata.map(({ name, value }) => [name, text(value)])).toContainEqual(["Socket-Type", "DEALER"]);
  for (const parts of [["one"], ["", "two", "x".repeat(255), "y".repeat(70_000)]]) {
    peer.send(parts.map(ascii));
    expect((await socket.receive()).map(String)).toEqual(parts);
    await peer.isOpen();
    await socket.send(parts);
    expect((await peer.message()).map(text)).toEqual(parts);
  }
}

function peerOn(stream: WireStream, role: Role, mechanism: MechanismName): WirePeer {
  return new WirePeer("A", stream, {
    ceilingMs: 5000,
    protocol: "3.1",
    record: new CaseRecord(),
    mechanism: wireMechanism(mechanism, role, defaultCredentials),
  });
}
