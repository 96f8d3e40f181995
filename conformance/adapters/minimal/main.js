/** The smallest useful adapter: seven operations over zeromq.js. Start: node conformance/adapters/minimal/main.js. The complete one is ../node/adapter.js. */
import { createInterface } from "node:readline";
import * as zmq from "zeromq";

const classes = { REQ: zmq.Request, REP: zmq.Reply, DEALER: zmq.Dealer, ROUTER: zmq.Router };
const sockets = new Map();

const operations = {
  hello: () => ({
    version: 1,
    implementation: { name: "zeromq.js", version: zmq.version, language: "C++ and JavaScript" },
    capabilities: {
      protocol: "3.1",
      socketTypes: Object.keys(classes),
      transports: ["tcp"],
      mechanisms: ["NULL"],
      options: ["linger", "routingId", "sendHighWaterMark"],
      operations: Object.keys(operations),
      events: [],
    },
    choices: {},
  }),
  open({ type, options = {} }) {
    const values = Object.entries(options).map(([name, value]) => [name, value?.base64 === undefined ? value : Buffer.from(value.base64, "base64")]);
    const handle = sockets.size + 1;
    sockets.set(handle, new classes[type](Object.fromEntries(values)));
    return { socket: handle };
  },
  async bind({ socket, endpoint }) {
    await sockets.get(socket).bind(endpoint);
    return { endpoint: sockets.get(socket).lastEndpoint };
  },
  connect: ({ socket, endpoint }) => sockets.get(socket).connect(endpoint),
  send({ socket, parts, timeoutMs }) {
    sockets.get(socket).sendTimeout = timeoutMs;
    return sockets.get(socket).send(parts.map((part) => Buffer.from(part, "base64")));
  },
  async receive({ socket, timeoutMs }) {
    sockets.get(socket).receiveTimeout = timeoutMs;
    const parts = await sockets.get(socket).receive();
    return { parts: parts.map((part) => part.toString("base64")) };
  },
  close: ({ socket }) => sockets.get(socket).close(),
};

const codes = { EAGAIN: "would-block", EFSM: "wrong-state", EHOSTUNREACH: "no-route", EADDRINUSE: "address-in-use", EINVAL: "invalid", ENOTSOCK: "closed" };

async function answer({ id, op, ...fields }) {
  if (operations[op] === undefined || (op === "open" && classes[fields.type] === undefined)) {
    return { id, ok: false, error: { code: "unsupported", message: `no ${op} ${fields.type ?? ""}` } };
  }
  try {
    return { id, ok: true, ...(await operations[op](fields)) };
  } catch (error) {
    return { id, ok: false, error: { code: codes[error.code] ?? "failed", message: error.message } };
  }
}

const lines = createInterface({ input: process.stdin });
lines.on("line", async (line) => process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`));
lines.on("close", () => process.exit(0));
