/** Contexts: sockets of one context meet over in-process names, and have one authenticator and one cryptography. */
import { UsageError } from "../base/errors.ts";
import type { Crypto } from "../security/crypto.ts";
import { hasCurve, platformCrypto } from "../transports/crypto.ts";
import { noIpc } from "../transports/paths.ts";
import { InprocNames } from "../transports/inproc.ts";
import { absentContextOptions, noOption, refuse } from "./absent-options.ts";
import { Authenticator, type Authenticate } from "./authenticator.ts";
import { Engine, type Surroundings } from "./engine.ts";
import { LiveOptions } from "./options.ts";

export interface ContextOptions {
  /** When false, new sockets of the context have a linger period of zero. Default true. */
  readonly blocky?: boolean;
  /** What the option of this name is at first for new sockets of the context. Default false. */
  readonly ipv6?: boolean;
  /** Decides about peers of the context's sockets, in place of a handler at inproc://zeromq.zap.01. */
  readonly authenticate?: Authenticate;
  /** Computes for CURVE, in place of the platform: a native library, say. */
  readonly crypto?: Crypto;
}

/** What this library can do of what libzmq may be built with, by the names of zeromq.js; what is absent it cannot. */
export const capability: Readonly<Partial<Record<"ipc" | "pgm" | "tipc" | "norm" | "curve" | "gssapi" | "draft", boolean>>> = {
  ipc: noIpc === undefined,
  curve: hasCurve,
};

export class Context {
  readonly #surroundings: Surroundings;
  #blocky = true;
  #ipv6 = false;

  /** Throws UsageError for an option that is not {@link ContextOptions}'. */
  constructor(options: ContextOptions = {}) {
    const { authenticate, crypto = platformCrypto, ...flags } = options;
    for (const [name, value] of Object.entries(flags)) {
      if (name === "blocky") this.blocky = flag(name, value);
      else if (name === "ipv6") this.ipv6 = flag(name, value);
      else throw noOption(name, absentContextOptions);
    }
    const names = new InprocNames();
    const authenticator = new Authenticator(names, authenticate, (readable, lost) => this.#openDealer(readable, lost));
    this.#surroundings = { names, crypto, authenticator };
  }

  static {
    refuse(Context.prototype, absentContextOptions);
  }

  get blocky(): boolean {
    return this.#blocky;
  }
  set blocky(value: boolean) {
    this.#blocky = flag("blocky", value);
  }

  get ipv6(): boolean {
    return this.#ipv6;
  }
  set ipv6(value: boolean) {
    this.#ipv6 = flag("ipv6", value);
  }

  /** What the sockets of this context share. */
  static surroundings(context: Context): Surroundings {
    return context.#surroundings;
  }

  /** The socket through which handlers are asked. */
  #openDealer(readable: () => void, lost: () => void): Engine {
    const options = new LiveOptions("DEALER", { blocky: false, ipv6: false });
    options.set("sendHighWaterMark", 0);
    return new Engine("DEALER", options, this.#surroundings, {
      readable,
      writable: () => undefined,
      event: ({ type }) => {
        if (type === "disconnect") lost();
      },
    });
  }
}

/** The context of sockets that are given none. */
export const context = new Context();

function flag(name: string, value: unknown): boolean {
  if (typeof value !== "boolean") throw new UsageError(`option ${name} takes true or false`);
  return value;
}
