/** A complete adapter (protocol: ../PROTOCOL.md) for any library with the API of zeromq.js 6. The description is the answer to hello. */
import { createInterface } from "node:readline";

const pubSub = { PUB: "Publisher", XPUB: "XPublisher", SUB: "Subscriber", XSUB: "XSubscriber" };
const classes = { ...pubSub, REQ: "Request", REP: "Reply", DEALER: "Dealer", ROUTER: "Router", PUSH: "Push", PULL: "Pull", PAIR: "Pair" };
// A wait holds its socket's turn, so it is made of slices, between which other calls have theirs.
const sliceMs = 10;

/** Its `answer` gives the response to a request; events go to `emit`. */
export const createAdapter = (zmq, description, emit) => new Adapter(zmq, description, emit);

/** Reads requests from standard input and writes answers and events to standard output, a line each, until the input ends. */
export function serve(zmq, description) {
  let lines = [];
  const flush = () => (process.stdout.write(lines.join("")), (lines = []));
  // Answers and events of one turn go out together: to write wakes the other side.
  const write = (value) => lines.push(`${JSON.stringify(value)}\n`) === 1 && setImmediate(flush);
  const adapter = createAdapter(zmq, description, write);
  const requests = createInterface({ input: process.stdin }).on("close", () => process.exit(0));
  requests.on("line", async (line) => write(await adapter.answer(JSON.parse(line))));
}

class Adapter {
  #entries = new Map();
  // Their number is the last handle. All are kept: zeromq.js names a monitor by the address of its observer, and one that is used again too early is refused as in use.
  #observers = [];

  constructor(zmq, description, emit) {
    Object.assign(this, { zmq, description, emit });
  }

  async answer({ id, op, ...fields }) {
    try {
      if (!this.description.capabilities.operations.includes(op)) throw refusal("unsupported", `no operation ${op}`);
      return { id, ok: true, ...(await this[op](fields)) };
    } catch (error) {
      return { id, ok: false, error: { code: codes[error.code] ?? "failed", message: String(error.message) } };
    }
  }

  open({ type, options = {} }) {
    if (!this.description.capabilities.socketTypes.includes(type)) throw refusal("unsupported", `no socket type ${type}`);
    const socket = new this.zmq[classes[type]]();
    for (const [name, value] of Object.entries(options)) this.#setOption(socket, name, value);
    const handle = this.#observers.push(socket.events);
    this.#entries.set(handle, { socket, turn: Promise.resolve() });
    void this.#relay(socket.events, handle);
    return { socket: handle };
  }

  hello = () => ({ version: 1, ...this.description });
  option = ({ socket, name, value }) => this.#inTurn(socket, (of) => void this.#setOption(of, name, value));
  bind = ({ socket, endpoint }) => this.#inTurn(socket, async (of) => (await of.bind(endpoint), { endpoint: of.lastEndpoint }));
  unbind = ({ socket, endpoint }) => this.#inTurn(socket, (of) => of.unbind(endpoint));
  connect = ({ socket, endpoint }) => this.#inTurn(socket, (of) => of.connect(endpoint));
  disconnect = ({ socket, endpoint }) => this.#inTurn(socket, (of) => of.disconnect(endpoint));
  step = ({ socket }) => this.#inTurn(socket, processCommands);
  proxy = ({ frontend: f, backend: b }) => this.#inTurn(f, (of) => this.#inTurn(b, (to) => this.#join([f, b], new this.zmq.Proxy(of, to))));
  close = ({ socket }) => this.#inTurn(socket, async (of, { leave }) => (this.#entries.delete(socket), await leave?.(of), of.close()));
  send = ({ socket, parts, timeoutMs }) => this.#attempt(socket, timeoutMs, "sendTimeout", (of) => of.send(parts.map((part) => Buffer.from(part, "base64"))));
  receive = async ({ socket, timeoutMs }) => inBase64(await this.#attempt(socket, timeoutMs, "receiveTimeout", (of) => of.receive()));

  #setOption(socket, name, value) {
    if (!this.description.capabilities.options.includes(name) || !(name in socket)) throw refusal("unsupported", `no option ${name} on this socket`);
    const given = value?.base64 === undefined ? value : Buffer.from(value.base64, "base64");
    // A subscription is a call and not a property; to the protocol both are options.
    return name.endsWith("subscribe") ? socket[name](given) : (socket[name] = given);
  }

  // Sockets of libzmq belong to their proxy until it is terminated, which closes them.
  #join(handles, proxy) {
    const run = proxy.run().catch(console.error);
    for (const handle of handles) this.#entries.get(handle).leave = (socket) => (socket.closed || proxy.terminate(), run);
  }

  // One call at a time on a socket: zeromq.js binds and unbinds on another thread, when nothing else may touch the socket.
  async #inTurn(handle, act) {
    const entry = this.#entries.get(handle);
    if (entry === undefined) throw refusal("closed", `no socket ${handle}`);
    const turn = entry.turn.then(() => act(entry.socket, entry));
    entry.turn = turn.catch(() => {});
    return turn;
  }

  async #attempt(handle, timeoutMs, option, act) {
    const end = timeoutMs < 0 ? Infinity : performance.now() + timeoutMs;
    for (let waitMs = 0, over = timeoutMs === 0; ; waitMs = Math.max(1, Math.min(sliceMs, Math.ceil(end - performance.now())))) {
      try {
        return await this.#inTurn(handle, (socket) => (processCommands(socket), (socket[option] = waitMs), act(socket)));
      } catch (error) {
        if (error instanceof TypeError) throw refusal("unsupported", error.message);
        if (error.code !== "EAGAIN" || over) throw error;
        // Who stood still may find the time over before what came meanwhile is read: there is one more look.
        over = performance.now() >= end;
      }
    }
  }

  async #relay(events, handle) {
    for await (const { type, address, error } of events) {
      const more = { ...(address && { endpoint: address }), ...(error && { message: error.message }) };
      if (this.description.capabilities.events.includes(type)) this.emit({ event: type, socket: handle, ...more });
    }
  }
}

const inBase64 = (message) => ({ parts: message.map((part) => part.toString("base64")) });
const refusal = (code, message) => Object.assign(new Error(message), { code });
// Reading `writable` lets libzmq take note of what its I/O thread did, and takes no message. It would cost a pending wait its wake-up; in its turn there is none.
const processCommands = (socket) => void socket.writable;

const invalid = { EINVAL: "invalid", ENOENT: "invalid", ENODEV: "invalid", EADDRNOTAVAIL: "invalid" };
const closed = { EBADF: "closed", ENOTSOCK: "closed", ETERM: "closed" };
const others = { EAGAIN: "would-block", EFSM: "wrong-state", EHOSTUNREACH: "no-route", EADDRINUSE: "address-in-use", EPROTONOSUPPORT: "unsupported" };
const codes = { unsupported: "unsupported", closed: "closed", ENOTSUP: "unsupported", ...invalid, ...closed, ...others };
