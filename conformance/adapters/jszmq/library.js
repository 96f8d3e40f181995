/**
 * jszmq with as much of the API of zeromq.js 6 as the adapter in ../node asks for. jszmq tells of messages by an event and takes whatever it is given to send: so there is
 * a queue here, and no waiting for room. What it leaves unhandled is left so.
 */
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";

const others = { Publisher: "Pub", XPublisher: "XPub", Subscriber: "Sub", XSubscriber: "XSub", Request: "Req", Reply: "Rep" };
const alike = { Dealer: "Dealer", Router: "Router", Push: "Push", Pull: "Pull", Pair: "Pair" };
/** Those that jszmq calls by the same names. */
const options = ["immediate", "reconnectInterval", "routingId"];
/** jszmq's errors have words and no codes. */
const codes = {
  "cannot send another": "EFSM",
  "not supported": "ENOTSUP",
  "unsupported transport": "EPROTONOSUPPORT",
  "must include a routing key": "EINVAL",
  "Invalid URL": "EINVAL",
};

/** The classes of zeromq.js, made of those of jszmq. */
export function likeZeromqJs(jszmq) {
  const socketOf = (Type) =>
    class extends Socket {
      jszmq = this.listen(new Type());
    };
  return Object.fromEntries(Object.entries({ ...others, ...alike }).map(([name, own]) => [name, socketOf(jszmq[own])]));
}

class Socket {
  events = (async function* none() {})();
  #arrived = [];
  #wake = () => {};
  /** What jszmq was asked to bind, by the endpoint that came of it. */
  #asked = new Map();

  listen(socket) {
    for (const name of options) Object.defineProperty(this, name, { set: (value) => (socket.options[name] = value) });
    return socket.on("message", (...message) => (this.#arrived.push(message), this.#wake()));
  }

  subscribe = (topic) => this.#call("subscribe", topic);
  unsubscribe = (topic) => this.#call("unsubscribe", topic);
  connect = (endpoint) => this.#call("connect", endpoint);
  disconnect = (endpoint) => this.#call("disconnect", endpoint);
  unbind = (endpoint) => this.#call("unbind", this.#asked.get(endpoint) ?? endpoint);
  close = () => this.#call("close");

  // jszmq tells neither when it listens nor on which port: its listener does.
  async bind(endpoint) {
    this.#call("bind", endpoint);
    const { server } = this.jszmq.binds.at(-1);
    await new Promise((resolve) => server.on("listening", resolve));
    this.lastEndpoint = endpoint.replace(/:0(?=\/|$)/u, `:${server.address().port}`);
    this.#asked.set(this.lastEndpoint, endpoint);
  }

  async send(parts) {
    this.#call("send", parts);
  }

  async receive() {
    // What has arrived is read within this turn of the event loop.
    await turn();
    const waited = new AbortController();
    const woken = new Promise((resolve) => (this.#wake = resolve));
    if (this.#arrived.length === 0) await Promise.race([woken, wait(this.receiveTimeout, undefined, waited)]);
    waited.abort();
    if (this.#arrived.length === 0) throw Object.assign(new Error("no message"), { code: "EAGAIN" });
    const message = this.#arrived.shift();
    if (message.length === 0) throw new Error("jszmq tells of a message without frames");
    return message;
  }

  #call(method, ...args) {
    try {
      return this.jszmq[method](...args);
    } catch (error) {
      const [, code = error.code] = Object.entries(codes).find(([words]) => error.message.includes(words)) ?? [];
      throw Object.assign(error, { code });
    }
  }
}
