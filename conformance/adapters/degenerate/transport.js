/** Real TCP for degenerate adapters: listeners and connections as asked, each connection given to `greet` with the socket's type. */
import { connect, createServer } from "node:net";
import { ok, refuse } from "./serve.js";

/** Takes open, bind, unbind, connect, disconnect, option, step and close; says whether it took the request. */
export function transport(greet) {
  const servers = new Map();
  const held = new Map();
  const types = new Map();
  let handles = 0;
  const hold = (socket, thing) => held.set(socket, [...(held.get(socket) ?? []), thing]);
  const meet = (socket, connection) => {
    connection.on("error", () => {});
    hold(socket, () => connection.destroy());
    greet(connection, types.get(socket));
  };
  const operations = {
    open(request) {
      handles += 1;
      types.set(handles, request.type);
      ok(request, { socket: handles });
    },
    bind(request) {
      const { socket, endpoint } = request;
      const url = new URL(endpoint);
      if (url.protocol !== "tcp:") return ok(request, { endpoint });
      const server = createServer((connection) => meet(socket, connection));
      server.on("error", () => refuse(request, "address-in-use"));
      server.listen(Number(url.port), url.hostname, () => {
        const bound = `tcp://127.0.0.1:${server.address().port}`;
        servers.set(bound, server);
        hold(socket, () => server.close());
        ok(request, { endpoint: bound });
      });
    },
    unbind(request) {
      servers.get(request.endpoint)?.close();
      ok(request);
    },
    connect(request) {
      const url = new URL(request.endpoint);
      if (url.protocol === "tcp:") meet(request.socket, connect(Number(url.port), url.hostname));
      ok(request);
    },
    close(request) {
      for (const end of held.get(request.socket) ?? []) end();
      ok(request);
    },
  };
  for (const op of ["disconnect", "option", "step"]) operations[op] = (request) => ok(request);
  return (request) => {
    if (!Object.hasOwn(operations, request.op)) return false;
    operations[request.op](request);
    return true;
  };
}
