/** How the sockets of the implementation get their part in the mechanism of a case: options that are set before the first bind or connect in a role. */
import type { AdapterClient, Hello } from "../adapter/types.ts";
import { clientOptions, serverOptions, type Credentials } from "./credentials.ts";
import type { MechanismName, Role } from "./mechanism.ts";
import { admitting, canHaveHandler, handlerOf, type ZapDomain } from "./zap.ts";

/** The domain of sockets that have none of their own. */
const defaultDomain = "patternwire";

export class SubjectSecurity {
  readonly mechanism: MechanismName;
  /** A case may change them before it opens a socket. */
  credentials: Credentials;
  /** Set by a case that decides about peers itself: for sockets that become servers from then on. Null for no domain. */
  domain: ZapDomain | null | undefined;
  /** Replaces the options of this role, by name; for cases with other keys or passwords. */
  readonly overrides: Record<Role, Readonly<Record<string, unknown>>> = { client: {}, server: {} };
  readonly #adapter: AdapterClient;
  readonly #hello: Hello;
  readonly #roles = new Map<number, Role>();

  constructor(adapter: AdapterClient, hello: Hello, mechanism: MechanismName, credentials: Credentials) {
    this.#adapter = adapter;
    this.#hello = hello;
    this.mechanism = mechanism;
    this.credentials = credentials;
  }

  /** Whether servers admit the credentials of the run, and clients show them. */
  get usual(): boolean {
    return this.domain === undefined && Object.keys({ ...this.overrides.client, ...this.overrides.server }).length === 0;
  }

  async becomeServer(handle: number): Promise<void> {
    await this.#become(handle, "server", async () => ({ ...serverOptions(this.mechanism, this.credentials), ...(await this.#zapOptions()) }));
  }

  /** `serverKey` is the permanent key of the server, needed under CURVE only. */
  async becomeClient(handle: number, serverKey: Uint8Array): Promise<void> {
    await this.#become(handle, "client", () => Promise.resolve(clientOptions(this.mechanism, this.credentials, serverKey)));
  }

  async #become(handle: number, role: Role, options: () => Promise<Readonly<Record<string, unknown>>>): Promise<void> {
    if (this.mechanism === "NULL" || this.#roles.get(handle) === role) return;
    this.#roles.set(handle, role);
    const values = { ...(await options()), ...this.overrides[role] };
    for (const [name, value] of Object.entries(values)) if (value !== undefined) await this.#adapter.option(handle, name, value);
  }

  async #zapOptions(): Promise<Readonly<Record<string, unknown>>> {
    if (this.domain === null || !canHaveHandler(this.#hello)) return {};
    return { zapDomain: (this.domain ?? (await this.#defaultDomain())).name };
  }

  async #defaultDomain(): Promise<ZapDomain> {
    return (await handlerOf(this.#adapter)).domain(admitting(this.credentials), defaultDomain);
  }
}
