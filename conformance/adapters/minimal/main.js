/** The smallest useful adapter: seven operations over zeromq.js. Start: node conformance/adapters/minimal/main.js. The complete one is ../node/adapter.js. */
import { createInterface } from "node:readline";
// GAP 1: Import your library.
import * as zmq from "zeromq";
// END

// GAP 2: Its name and exact version, the version of ZMTP that it announces (3.1 or 3.0), and the options of a socket that it has, by their names in zeromq.js.
// ELSE const implementation = { name: "unnamed", version: "0", language: "JavaScript" };
// ELSE const declared = { protocol: "3.1", options: [] };
const implementation = { name: "zeromq.js", version: zmq.version, language: "C++ and JavaScript" };
const declared = { protocol: "3.1", options: ["linger", "routingId", "sendHighWaterMark"] };
// END

// GAP 3: What opens a socket of each type that it has. The options are those of gap 2; octets are a Buffer.
// ELSE const types = { DEALER: () => missing(3), ROUTER: () => missing(3) };
const types = {
  REQ: (options) => new zmq.Request(options),
  REP: (options) => new zmq.Reply(options),
  DEALER: (options) => new zmq.Dealer(options),
  ROUTER: (options) => new zmq.Router(options),
};
// END

const library = {
  // GAP 4: Bind, and give the endpoint as it is bound: for port 0 with the port that the system chose.
  // ELSE bind: (socket, endpoint) => missing(4),
  async bind(socket, endpoint) {
    await socket.bind(endpoint);
    return socket.lastEndpoint;
  },
  // END
  // GAP 5: Begin to connect. Do not wait for the connection.
  // ELSE connect: (socket, endpoint) => missing(5),
  connect: (socket, endpoint) => socket.connect(endpoint),
  // END
  // GAP 6: Send a message, which is a list of Buffers. Wait so many milliseconds for room: 0 tries once, -1 waits without limit. An error says that there was none (gap 9).
  // ELSE send: (socket, parts, timeoutMs) => missing(6),
  send(socket, parts, timeoutMs) {
    socket.sendTimeout = timeoutMs;
    return socket.send(parts);
  },
  // END
  // GAP 7: Receive a message, as a list of Buffers. The time means the same; an error says that there was no message (gap 9).
  // ELSE receive: (socket, timeoutMs) => missing(7),
  receive(socket, timeoutMs) {
    socket.receiveTimeout = timeoutMs;
    return socket.receive();
  },
  // END
  // GAP 8: Close the socket.
  // ELSE close: (socket) => missing(8),
  close: (socket) => socket.close(),
  // END
};

// GAP 9: What its errors mean: their code, and the protocol's word for it. At least would-block is needed.
// ELSE const codes = {};
// ELSE const missing = (gap) => Promise.reject(new Error(`gap ${gap} is not filled`));
const codes = { EAGAIN: "would-block", EFSM: "wrong-state", EHOSTUNREACH: "no-route", EADDRINUSE: "address-in-use", EINVAL: "invalid" };
// END

const sockets = new Map();
let handles = 0;

const operations = {
  hello() {
    const names = { socketTypes: Object.keys(types), operations: Object.keys(operations) };
    return { version: 1, implementation, capabilities: { ...declared, ...names, transports: ["tcp"], mechanisms: ["NULL"], events: [] }, choices: {} };
  },
  async open({ type, options = {} }) {
    if (types[type] === undefined) throw refusal("unsupported", `no socket type ${type}`);
    const values = Object.entries(options).map(([name, value]) => [name, value?.base64 === undefined ? value : Buffer.from(value.base64, "base64")]);
    sockets.set((handles += 1), await types[type](Object.fromEntries(values)));
    return { socket: handles };
  },
  bind: async ({ socket, endpoint }) => ({ endpoint: await library.bind(find(socket), endpoint) }),
  connect: async ({ socket, endpoint }) => void (await library.connect(find(socket), endpoint)),
  async send({ socket, parts, timeoutMs }) {
    const octets = parts.map((part) => Buffer.from(part, "base64"));
    await library.send(find(socket), octets, timeoutMs);
  },
  async receive({ socket, timeoutMs }) {
    const parts = await library.receive(find(socket), timeoutMs);
    return { parts: parts.map((part) => part.toString("base64")) };
  },
  async close({ socket }) {
    await library.close(find(socket));
    sockets.delete(socket);
  },
};

const refusal = (word, message) => Object.assign(new Error(message), { word });

function find(handle) {
  if (!sockets.has(handle)) throw refusal("closed", `no socket ${handle}`);
  return sockets.get(handle);
}

async function answer({ id, op, ...fields }) {
  try {
    if (operations[op] === undefined) throw refusal("unsupported", `no operation ${op}`);
    return { id, ok: true, ...(await operations[op](fields)) };
  } catch (error) {
    return { id, ok: false, error: { code: error.word ?? codes[error.code] ?? "failed", message: error.message } };
  }
}

// Requests overlap: while a receive waits, others are answered.
const lines = createInterface({ input: process.stdin });
lines.on("line", async (line) => process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`));
lines.on("close", () => process.exit(0));
