/** Who decides about peers: a function of the application, or its handler of ZAP. Without either, whoever had to be asked about is refused. */
import type { Answer, Question, Verdict } from "../base/authentication.ts";
import { EMPTY } from "../base/octets.ts";
import { z85Encode } from "../security/z85.ts";
import { asBuffer, utf8TextOf, type PlatformOctets } from "../transports/buffers.ts";
import type { InprocNames } from "../transports/inproc.ts";
import type { Engine } from "./engine.ts";
import { ZAP_NAME, ZapClient } from "./zap-client.ts";

/** What there is to know about a peer that wants to come in. */
export interface AuthenticationRequest {
  readonly mechanism: "NULL" | "PLAIN" | "CURVE";
  /** As the socket's option `zapDomain` has it; perhaps empty. */
  readonly domain: string;
  /** The network address of the peer, without a port; empty over ipc. */
  readonly address: string;
  /** The identity that the peer claims; empty when it has claimed none yet. */
  readonly identity: PlatformOctets;
  /** PLAIN: as the peer sent them, read as UTF-8. */
  readonly username?: string;
  readonly password?: string;
  /** CURVE: the client's permanent public key in Z85. The peer has its secret key. */
  readonly clientKey?: string;
}

/** 200 or true: welcome. 300: not now. 400 or false: refused. 500: it cannot be decided. */
export type AuthenticationResult = boolean | 200 | 300 | 400 | 500;
export type Authenticate = (request: AuthenticationRequest) => AuthenticationResult | Promise<AuthenticationResult>;

/** The authenticator of one context. */
export class Authenticator {
  readonly #names: InprocNames;
  readonly #decide: Authenticate | undefined;
  readonly #zap: ZapClient;

  /** `dealer` makes the socket through which handlers are asked. */
  constructor(names: InprocNames, decide: Authenticate | undefined, dealer: (readable: () => void, lost: () => void) => Engine) {
    this.#names = names;
    this.#decide = decide;
    this.#zap = new ZapClient(dealer);
  }

  /**
   * @requirement plain.nobody-decides
   * @requirement zap.no-handler
   * @requirement zap.others-served
   */
  ask(question: Question, address: string, domain: Uint8Array, answer: Answer): void {
    if (this.#decide !== undefined) void decided(this.#decide, requestOf(question, address, utf8TextOf(domain))).then(answer);
    else if (this.#names.isBound(ZAP_NAME)) this.#zap.ask(question, address, domain, answer);
    else if (question.mechanism === "PLAIN") answer({ type: "refused", requirement: "plain.nobody-decides" });
    else answer(domain.length === 0 ? { type: "accepted" } : { type: "refused", requirement: "zap.no-handler" });
  }
}

async function decided(decide: Authenticate, request: AuthenticationRequest): Promise<Verdict> {
  try {
    return verdictOf(await decide(request));
  } catch {
    // What the application's function throws may tell of secrets: it stays with the application.
    return { type: "refused", requirement: "zap.refuse", status: 500 };
  }
}

function verdictOf(result: AuthenticationResult): Verdict {
  if (result === true || result === 200) return { type: "accepted" };
  return { type: "refused", requirement: "zap.refuse", status: result === false ? 400 : result };
}

function requestOf({ mechanism, credentials, identity }: Question, address: string, domain: string): AuthenticationRequest {
  const [first = EMPTY, second = EMPTY] = credentials;
  const common = { domain, address, identity: asBuffer(identity.slice()) };
  if (mechanism === "PLAIN") return { mechanism, ...common, username: utf8TextOf(first), password: utf8TextOf(second) };
  return mechanism === "CURVE" ? { mechanism, ...common, clientKey: z85Encode(first) } : { mechanism: "NULL", ...common };
}
