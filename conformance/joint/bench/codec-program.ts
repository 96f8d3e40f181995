/** The codec of the reference, without sockets: `node codec-program.js WHAT SIZE`, where WHAT is encode, decode or copy. Says how many frames a second. */
import { Duplex } from "node:stream";
import type { Socket } from "node:net";
import { Outlet } from "../../../reference/connection/outlet.ts";
import { TcpLink } from "../../../reference/transports/tcp-link.ts";
import { encodeFrame, FrameDecoder } from "../../../reference/wire/framing.ts";

/** A socket whose octets go nowhere. */
class Nowhere extends Duplex {
  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
  override _read(): void {
    // Nothing comes from nowhere.
  }
  setNoDelay(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

const [what = "", words = ""] = process.argv.slice(2);
const size = Number(words);
const runMs = 300;
/** How many frames come between two looks at the clock, and between two turns of the event loop. */
const group = size > 16_384 ? 16 : 512;

const once = { copy, encode, decode }[what] ?? nothing;
await flow();
console.log(JSON.stringify({ perSecond: await flow() }));

async function flow(): Promise<number> {
  const act = once();
  const from = performance.now();
  let frames = 0;
  while (performance.now() < from + runMs) {
    act();
    frames += group;
    // What is gathered for the socket goes out when a turn ends, as it does in life.
    if (what === "encode") await new Promise(setImmediate);
  }
  return (frames / (performance.now() - from)) * 1000;
}

/** The measure: each body is copied once. */
function copy(): () => void {
  const body = Buffer.alloc(size);
  const room = Buffer.alloc(Math.max(65_536, size));
  const places = Math.max(1, Math.floor(room.length / Math.max(1, size)));
  return () => {
    for (let frame = 0; frame < group; frame += 1) room.set(body, (frame % places) * size);
  };
}

/** From a message to the octets that a socket is given: headers, and the gathering of small frames. */
function encode(): () => void {
  const message = [Buffer.alloc(size)];
  const outlet = new Outlet(new TcpLink(new Nowhere() as unknown as Socket));
  return () => {
    for (let frame = 0; frame < group; frame += 1) outlet.message(message);
  };
}

/** From chunks of 64 KiB, as a socket gives them, to bodies. */
function decode(): () => void {
  const frame = encodeFrame(0, Buffer.alloc(size));
  const stream = Buffer.concat(Array.from({ length: group }, () => frame));
  const chunks = Array.from({ length: Math.ceil(stream.length / 65_536) }, (_, at) => stream.subarray(at * 65_536, (at + 1) * 65_536));
  let octets = 0;
  const sink = {
    header: () => undefined,
    frame: (_flags: number, body: Uint8Array) => {
      octets += body.length;
      return true;
    },
  };
  const decoder = new FrameDecoder(sink);
  return () => {
    const before = octets;
    for (const chunk of chunks) decoder.push(chunk);
    if (octets - before !== group * size) throw new Error("frames that are not found");
  };
}

function nothing(): () => void {
  throw new Error(`no such thing to measure: ${what}`);
}
