/**
 * The handler that decides about an implementation's peers (27/ZAP). It is a ROUTER socket of the implementation itself, bound in the implementation's process and
 * worked through the adapter: the harness receives the requests and writes the replies. One handler serves an adapter; sockets are told apart by their domains.
 */
import { AdapterError, AdapterFailure, type AdapterClient, type Hello } from "../adapter/types.ts";
import { ascii, equalParts, text } from "../octets.ts";
import { Unexpected } from "../outcome.ts";
import type { Credentials } from "./credentials.ts";

export const handlerEndpoint = "inproc://zeromq.zap.01";

/** A request as it arrived. */
export interface ZapRequest {
  /** Everything behind the empty delimiter. */
  readonly parts: readonly Uint8Array[];
  readonly domain: string;
  readonly mechanism: string;
  readonly credentials: readonly Uint8Array[];
}

/** The parts of the reply behind the delimiter, right or wrong; nothing for a request that is never answered. */
export type ZapPolicy = (request: ZapRequest) => readonly Uint8Array[] | undefined | Promise<readonly Uint8Array[] | undefined>;

/** A reply as the chapter has it, but for what is given. */
export function zapReply(
  { parts }: ZapRequest,
  fields: { readonly status?: string; readonly text?: string; readonly userId?: string; readonly metadata?: Uint8Array } = {},
): readonly Uint8Array[] {
  const { status = "200", text: reason = "", userId = "", metadata = new Uint8Array() } = fields;
  return [ascii("1.0"), parts[1] ?? new Uint8Array(), ascii(status), ascii(reason), ascii(userId), metadata];
}

/** One domain: its policy, and the requests that came for it. */
export class ZapDomain {
  readonly name: string;
  readonly requests: ZapRequest[] = [];
  readonly policy: ZapPolicy;
  readonly #waiting = new Set<() => void>();

  constructor(name: string, policy: ZapPolicy) {
    this.name = name;
    this.policy = policy;
  }

  take(request: ZapRequest): void {
    this.requests.push(request);
    for (const check of this.#waiting) check();
  }

  /** The request of this number, the first being 0; waited for up to the ceiling. */
  async request(index: number, ceilingMs: number): Promise<ZapRequest> {
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const check = (): void => {
        if (this.requests.length > index) finish();
      };
      const timer = setTimeout(finish, ceilingMs);
      this.#waiting.add(check);
      check();
    });
    const request = this.requests[index];
    if (request === undefined) throw new Unexpected("the implementation asks its handler", "no request arrives", true);
    return request;
  }
}

export class ZapHandler {
  readonly #adapter: AdapterClient;
  readonly #handle: number;
  readonly #domains = new Map<string, ZapDomain>();
  #count = 0;

  private constructor(adapter: AdapterClient, handle: number) {
    this.#adapter = adapter;
    this.#handle = handle;
  }

  static async open(adapter: AdapterClient): Promise<ZapHandler> {
    const handle = await adapter.open("ROUTER");
    await adapter.bind(handle, handlerEndpoint);
    const handler = new ZapHandler(adapter, handle);
    void handler.#serve();
    return handler;
  }

  /** A domain that no other case uses; or the one of this name. */
  domain(policy: ZapPolicy, name?: string): ZapDomain {
    this.#count += 1;
    const domain = new ZapDomain(name ?? `domain ${String(this.#count)}`, policy);
    this.#domains.set(domain.name, domain);
    return domain;
  }

  /** Answers until the adapter ends. */
  async #serve(): Promise<void> {
    try {
      for (;;) {
        const message = await this.#adapter.receive(this.#handle, -1);
        if (message !== undefined) void this.#answer(message);
      }
    } catch (error) {
      if (!(error instanceof AdapterError) && !(error instanceof AdapterFailure)) throw error;
    }
  }

  async #answer(message: readonly Uint8Array[]): Promise<void> {
    const delimiter = message.findIndex((part) => part.length === 0);
    const parts = message.slice(delimiter + 1);
    const request: ZapRequest = {
      parts,
      domain: text(parts[2] ?? new Uint8Array()),
      mechanism: text(parts[5] ?? new Uint8Array()),
      credentials: parts.slice(6),
    };
    const domain = this.#domains.get(request.domain);
    domain?.take(request);
    const reply = await (domain === undefined ? zapReply(request) : domain.policy(request));
    if (reply === undefined) return;
    try {
      await this.#adapter.send(this.#handle, [...message.slice(0, delimiter + 1), ...reply], -1);
    } catch (error) {
      // The one who asked, or the adapter, is gone.
      if (!(error instanceof AdapterError) && !(error instanceof AdapterFailure)) throw error;
    }
  }
}

/** Whether the implementation can have a handler that the harness works. */
export function canHaveHandler({ capabilities }: Hello): boolean {
  return capabilities.transports.includes("inproc") && capabilities.socketTypes.includes("ROUTER") && capabilities.options.includes("zapDomain");
}

const handlers = new WeakMap<AdapterClient, Promise<ZapHandler>>();

/** The adapter's handler, which is bound when it is first needed. */
export function handlerOf(adapter: AdapterClient): Promise<ZapHandler> {
  const existing = handlers.get(adapter);
  if (existing !== undefined) return existing;
  const opened = ZapHandler.open(adapter);
  handlers.set(adapter, opened);
  return opened;
}

/** Accepts whoever has these credentials, and any peer of NULL. */
export function admitting({ plain, curve }: Credentials): ZapPolicy {
  const lists: Readonly<Record<string, readonly (readonly Uint8Array[])[]>> = {
    PLAIN: [[plain.username, plain.password]],
    CURVE: [[curve.peer.publicKey], [curve.implementation.publicKey]],
  };
  return (request) => {
    const known = (lists[request.mechanism] ?? [[]]).some((wanted) => equalParts(request.credentials, wanted));
    return zapReply(request, known ? {} : { status: "400", text: "not these credentials" });
  };
}
