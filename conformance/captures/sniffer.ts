/** What passes at a port of the loopback interface, as tcpdump captures it while it passes. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { isOnPath } from "../cli/target.ts";
import { CaptureError } from "../kit/capture/capture-error.ts";
import { OctetReader } from "../kit/capture/octet-reader.ts";
import { packetsOf } from "../kit/capture/packets.ts";
import { unpack, type Segment } from "../kit/capture/segment.ts";
import { concat, text } from "../kit/octets.ts";

/** Ceiling for what a capture shows some milliseconds after it happened. */
const ceilingMs = 30_000;
/** The header of the file is there when the capture has begun. */
const headerSize = 24;

export class Sniffer {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #waiting = new Set<() => void>();
  #octets = new Uint8Array();
  #complaint = "";
  #ended = false;

  private constructor(child: ChildProcessByStdio<null, Readable, Readable>) {
    this.#child = child;
    child.stdout.on("data", (chunk: Buffer) => {
      this.#octets = concat(this.#octets, chunk) as Uint8Array<ArrayBuffer>;
      this.#look();
    });
    child.stderr.on("data", (chunk: Buffer) => (this.#complaint += chunk.toString("utf8")));
    child.on("error", (error) => {
      this.#complaint += error.message;
      this.#end();
    });
    child.on("close", () => this.#end());
  }

  /** Resolves when everything that passes from now on is captured. Rejects with the words of tcpdump when the machine does not allow it. */
  static async start(port: number): Promise<Sniffer> {
    const words = ["-i", loopback(), "-n", "-U", "--immediate-mode", "-w", "-", "tcp", "port", String(port)];
    const sniffer = new Sniffer(spawn("tcpdump", words, { stdio: ["ignore", "pipe", "pipe"] }));
    await sniffer.until("the capture begins", () => sniffer.#octets.length >= headerSize);
    return sniffer;
  }

  /** The file so far. */
  get file(): Uint8Array {
    return this.#octets;
  }

  /** Whether octets with this text have passed. */
  has(wanted: string): boolean {
    return this.#segments().some(({ octets }) => text(octets).includes(wanted));
  }

  /** Whether so many connections have ended in both directions, or by a reset. */
  hasEnded(connections: number): boolean {
    const segments = this.#segments();
    const names = new Set(segments.map(({ source, target }) => [source, target].sort().join(" ")));
    const over = [...names].filter((name) => {
      const own = segments.filter(({ source, target }) => [source, target].sort().join(" ") === name);
      return own.some(({ rst }) => rst) || new Set(own.filter(({ fin }) => fin).map(({ source }) => source)).size === 2;
    });
    return over.length >= connections;
  }

  /** Resolves when what was captured shows it. */
  async until(what: string, holds: () => boolean): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string): void => done(() => reject(new Error(`The capture does not show that ${what}: ${why}`)));
      const late = setTimeout(() => fail("time is up"), ceilingMs);
      const look = (): void => {
        if (holds()) done(resolve);
        else if (this.#ended) fail(this.#complaint.trim());
      };
      const done = (settle: () => void): void => {
        clearTimeout(late);
        this.#waiting.delete(look);
        settle();
      };
      this.#waiting.add(look);
      look();
    });
  }

  async stop(): Promise<void> {
    if (this.#ended) return;
    const closed = this.until("it has ended", () => this.#ended);
    this.#child.kill("SIGINT");
    await closed;
  }

  #segments(): readonly Segment[] {
    const segments: Segment[] = [];
    try {
      for (const packet of packetsOf(OctetReader.of(this.#octets))) {
        const unpacked = unpack(packet);
        if (unpacked.type === "segment") segments.push(unpacked.segment);
      }
    } catch (error) {
      // The last packet is still being written.
      if (!(error instanceof CaptureError)) throw error;
    }
    return segments;
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }

  #end(): void {
    this.#ended = true;
    this.#look();
  }
}

/** Why no capture can be made here; nothing when one can. */
export async function whyNoCapture(): Promise<string | undefined> {
  if (!isOnPath("tcpdump")) return "tcpdump is not on the PATH";
  try {
    await (await Sniffer.start(9)).stop();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function loopback(): string {
  return process.platform === "linux" ? "lo" : "lo0";
}
