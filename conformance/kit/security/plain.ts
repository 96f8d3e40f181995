/** PLAIN as the wire peer speaks it (24/ZMTP-PLAIN): HELLO with the credentials, WELCOME, INITIATE, READY. Its encoder writes any size for any octets. */
import { concat } from "../octets.ts";
import { inClear, type Role, type WireMechanism } from "./mechanism.ts";

/** Each has 0 to 255 octets, of any value. */
export interface PlainCredentials {
  readonly username: Uint8Array;
  readonly password: Uint8Array;
}

export interface PlainHelloFields extends PlainCredentials {
  /** The sizes to declare instead of the true ones. */
  readonly declared?: { readonly username?: number; readonly password?: number };
  /** Octets behind the password. */
  readonly rest?: Uint8Array;
}

/** The data of HELLO. */
export function encodePlainHello({ username, password, declared = {}, rest = new Uint8Array() }: PlainHelloFields): Uint8Array {
  return concat(Uint8Array.of(declared.username ?? username.length), username, Uint8Array.of(declared.password ?? password.length), password, rest);
}

/** The credentials of a HELLO, or what is wrong with it. */
export function decodePlainHello(data: Uint8Array): PlainCredentials | string {
  const usernameEnd = 1 + (data[0] ?? 0);
  if (data.length < usernameEnd + 1) return "HELLO ends inside the username";
  const passwordEnd = usernameEnd + 1 + (data[usernameEnd] ?? 0);
  if (data.length < passwordEnd) return "HELLO ends inside the password";
  if (data.length > passwordEnd) return "HELLO goes on behind the password";
  return { username: data.slice(1, usernameEnd), password: data.slice(usernameEnd + 1, passwordEnd) };
}

/** One connection. As a server it accepts whatever comes, and remembers it. */
export class PlainMechanism implements WireMechanism {
  readonly name = "PLAIN";
  readonly asServer: 0 | 1;
  readonly seal = inClear.seal;
  readonly open = inClear.open;
  /** What a client gave, or what was wrong with its HELLO. */
  received: PlainCredentials | string | undefined;
  readonly #role: Role;
  readonly #credentials: PlainCredentials;

  constructor(role: Role, credentials: PlainCredentials) {
    this.#role = role;
    this.#credentials = credentials;
    this.asServer = role === "server" ? 1 : 0;
  }

  async handshake(...given: Parameters<WireMechanism["handshake"]>): Promise<Uint8Array> {
    const [line, metadata] = given;
    if (this.#role === "client") {
      line.send("HELLO", encodePlainHello(this.#credentials));
      await line.receive("WELCOME");
      line.send("INITIATE", metadata);
      return line.receive("READY");
    }
    this.received = decodePlainHello(await line.receive("HELLO"));
    line.send("WELCOME", new Uint8Array());
    const theirs = await line.receive("INITIATE");
    line.send("READY", metadata);
    return theirs;
  }
}
