/** Wire peers over WebSocket, with who accepts the name of a mechanism and speaks as if there were none. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as zeromq from "zeromq";
import { speaksBareOnly } from "../calibrate.ts";
import { endpointAdapter } from "../probe/endpoint-adapter.ts";
import { dial } from "./dial.ts";
import { WireStream } from "./stream.ts";
import { ask } from "./web-socket.ts";

let server: Server;
let endpoint: string;

beforeAll(async () => {
  server = serverWithoutMechanisms().listen(0, "127.0.0.1");
  await once(server, "listening");
  endpoint = `ws://127.0.0.1:${String((server.address() as AddressInfo).port)}/case`;
});

afterAll(() => {
  server.close();
});

it("an offence that comes together with the reply is not lost", async () => {
  const reply = await ask(endpoint, ["ZWS2.0/NULL", "ZWS2.0"]);
  if (reply.type !== "accepted") throw new Error(reply.type);
  const stream = new WireStream(reply.stream);
  const items = [await stream.next(2000), await stream.next(2000)];
  expect(items).toContainEqual({ type: "malformed", statement: "websocket.handshake-first", detail: "the first frame has flags 0" });
  stream.destroy();
});

it("peers of an implementation that takes ZWS2.0/NULL and speaks as under ZWS2.0 offer the latter alone", async () => {
  expect(await speaksBareOnly(endpointAdapter(endpoint, "DEALER", "3.0"))).toBe(true);
  const stream = await dial(endpoint, undefined, "NULL", true);
  expect(stream?.webSocket?.subProtocol).toBe("ZWS2.0");
  expect(await stream?.next(2000)).toMatchObject({ type: "greeting" });
  expect(await stream?.next(2000)).toMatchObject({ type: "frame", frame: { command: true } });
  stream?.destroy();
});

it("peers of an implementation that speaks what it takes offer both", async () => {
  const dealer = new zeromq.Dealer({ linger: 0 });
  await dealer.bind("ws://127.0.0.1:*/case");
  expect(await speaksBareOnly(endpointAdapter(dealer.lastEndpoint ?? "", "DEALER", "3.0"))).toBe(false);
  dealer.close();
});

/** It takes the first name that is offered, and sends its identity together with the reply. */
function serverWithoutMechanisms(): Server {
  const identity = Buffer.from([0x82, 1, 0]);
  return createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (request: Buffer) => {
      const header = (name: string): string => new RegExp(`^${name}: ([^,\r]*)`, "imu").exec(request.toString())?.[1] ?? "";
      const accept = createHash("sha1")
        .update(`${header("sec-websocket-key")}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest("base64");
      const lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", `Sec-WebSocket-Accept: ${accept}`];
      const chosen = `Sec-WebSocket-Protocol: ${header("sec-websocket-protocol")}`;
      socket.write(Buffer.concat([Buffer.from(`${[...lines, chosen].join("\r\n")}\r\n\r\n`), identity]));
    });
  });
}
