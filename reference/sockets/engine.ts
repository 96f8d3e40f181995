/** An engine: one node with its transports and its clock. Between the pure core and the API. */
import type { Message } from "../base/message.ts";
import { UsageError } from "../base/errors.ts";
import type { Link, LinkListener } from "../base/link.ts";
import type { Subscription } from "../base/subscription.ts";
import { Node } from "../node/node.ts";
import type { NodeSink, Origin } from "../node/options.ts";
import type { ReceiveOutcome, SendOutcome } from "../patterns/pattern.ts";
import type { SocketType } from "../patterns/socket-type.ts";
import { nullMechanism } from "../security/null.ts";
import { Alarm, nowMs, random } from "../transports/clock.ts";
import { formatTcp, parseEndpoint } from "../transports/endpoint.ts";
import type { InprocNames } from "../transports/inproc.ts";
import { dialIpc, listenIpc } from "../transports/ipc.ts";
import type { DialHandler } from "../transports/stream.ts";
import { dialTcp, listenTcp } from "../transports/tcp.ts";
import { errorOfSystem } from "./errors.ts";
import type { Event } from "./observer.ts";
import type { LiveOptions } from "./options.ts";

export interface EngineListener {
  readable(): void;
  writable(): void;
  event(event: Event): void;
}

interface Binding {
  /** As the application wrote it, and as it became. */
  readonly asked: string;
  readonly address: string;
  release(): void;
}

export class Engine implements NodeSink {
  readonly #options: LiveOptions;
  readonly #names: InprocNames;
  readonly #listener: EngineListener;
  readonly #node: Node;
  readonly #alarm: Alarm;
  readonly #bindings: Binding[] = [];
  readonly #dials = new Map<number, () => void>();
  #closed = false;

  constructor(type: SocketType, options: LiveOptions, names: InprocNames, listener: EngineListener) {
    this.#options = options;
    this.#names = names;
    this.#listener = listener;
    this.#node = new Node({ type, options, mechanism: nullMechanism, sink: this, random });
    this.#alarm = new Alarm((now) => this.#node.tick(now));
  }

  get isReadable(): boolean {
    return this.#node.readable;
  }

  get isWritable(): boolean {
    return this.#node.writable;
  }

  send(message: Message): SendOutcome {
    return this.#node.send(message);
  }

  receive(): ReceiveOutcome {
    return this.#node.receive();
  }

  subscribe(subscription: Subscription): void {
    this.#node.subscribe(subscription);
  }

  /** Gives the address that was bound. */
  async bind(asked: string): Promise<string> {
    try {
      const binding = await this.#listen(asked);
      if (this.#closed) binding.release();
      else this.#bindings.push(binding);
      this.#listener.event({ type: "bind", address: binding.address });
      return binding.address;
    } catch (reason) {
      const error = errorOfSystem(reason, asked);
      this.#listener.event({ type: "bind:error", address: asked, error });
      throw error;
    }
  }

  /** Connections that were accepted stay. Gives false when nothing is bound to the address. */
  unbind(address: string): boolean {
    const index = this.#bindings.findIndex((binding) => binding.address === address || binding.asked === address);
    const [binding] = index < 0 ? [] : this.#bindings.splice(index, 1);
    binding?.release();
    if (binding !== undefined) this.#listener.event({ type: "close", address: binding.address });
    return binding !== undefined;
  }

  /** Gives the address in its usual form. Throws UsageError when there can be no such peer. */
  connect(asked: string): string {
    const address = this.#canonical(asked);
    this.#node.connect(address, nowMs());
    return address;
  }

  disconnect(asked: string): boolean {
    return this.#node.disconnect(this.#canonical(asked), nowMs());
  }

  close(): void {
    this.#closed = true;
    for (const binding of this.#bindings.splice(0)) {
      binding.release();
      this.#listener.event({ type: "close", address: binding.address });
    }
    this.#node.close(nowMs());
    this.#listener.event({ type: "end" });
  }

  dial(dial: number, address: string): void {
    const endpoint = parseEndpoint(address, this.#options.ipv6);
    const origin: Origin = { type: "dialled", dial };
    if (endpoint.transport === "inproc") {
      const hangUp = this.#names.connect(endpoint.name, {
        self: this.#node.self,
        opened: (carrier) => this.#node.carrierOpened(origin, carrier, address, nowMs()),
      });
      this.#dials.set(dial, hangUp);
      return;
    }
    const handler: DialHandler = {
      opened: (link) => {
        this.#dials.delete(dial);
        return this.#node.linkOpened(origin, link, address, nowMs());
      },
      failed: () => {
        this.#dials.delete(dial);
        this.#node.dialFailed(dial, nowMs());
      },
    };
    const { transport } = endpoint;
    this.#dials.set(dial, transport === "ipc" ? dialIpc(endpoint.path, this.#options, handler) : dialTcp(endpoint.host, endpoint.port, this.#options, handler));
  }

  hangUp(dial: number): void {
    this.#dials.get(dial)?.();
    this.#dials.delete(dial);
  }

  wake(atMs: number): void {
    this.#alarm.wake(atMs);
  }

  readable(): void {
    this.#listener.readable();
  }

  writable(): void {
    this.#listener.writable();
  }

  event(event: Event): void {
    this.#listener.event(event);
  }

  finished(): void {
    this.#alarm.stop();
  }

  async #listen(asked: string): Promise<Binding> {
    const endpoint = parseEndpoint(asked, this.#options.ipv6);
    if (endpoint.transport === "inproc") {
      const release = this.#names.bind(endpoint.name, {
        self: this.#node.self,
        opened: (carrier) => this.#node.carrierOpened({ type: "accepted", address: asked }, carrier, asked, nowMs()),
      });
      return { asked, address: asked, release };
    }
    const opened = (link: Link, address: string): LinkListener => this.#node.linkOpened({ type: "accepted", address }, link, address, nowMs());
    const listener =
      endpoint.transport === "ipc"
        ? await listenIpc(endpoint.path, this.#options, opened)
        : await listenTcp(endpoint.host, endpoint.port, this.#options, opened);
    return {
      asked,
      address: listener.address,
      release: () => {
        listener.close();
      },
    };
  }

  #canonical(asked: string): string {
    const endpoint = parseEndpoint(asked, this.#options.ipv6);
    if (endpoint.transport !== "tcp") return asked;
    if (endpoint.port === 0 || asked.startsWith("tcp://*")) throw new UsageError(`${asked} names no peer`);
    return formatTcp(endpoint.host, endpoint.port);
  }
}
