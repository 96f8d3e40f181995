/** What is measured before the first property must not end a run: who dies or is silent there is judged all the same. */
import { expect, it } from "vitest";
import { openAdapter } from "./adapter/client.ts";
import { calibrate, speaksBareOnly } from "./calibrate.ts";
import { projectRoot } from "./root.ts";
import type { Target } from "./run-options.ts";

/** Binds whatever it is asked to, and dies of the first connection. */
const diesOfConnections = `
  const capabilities = { protocol: "3.1", socketTypes: ["REQ", "REP", "DEALER", "ROUTER"], transports: ["tcp", "ws"], mechanisms: ["NULL"], options: [], operations: ["hello", "open", "bind", "close"], events: [] };
  const hello = { version: 1, implementation: { name: "mortal", version: "1", language: "JavaScript" }, capabilities, choices: {} };
  require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, op, endpoint } = JSON.parse(line);
    const answer = (fields) => console.log(JSON.stringify({ id, ok: true, ...fields }));
    if (op === "hello") answer(hello);
    else if (op === "open") answer({ socket: 1 });
    else if (op === "bind") {
      const server = require("node:net").createServer(() => process.exit(1));
      server.listen(0, "127.0.0.1", () => answer({ endpoint: endpoint.replace(/:[*0-9]+/, ":" + server.address().port) }));
    } else answer({});
  });
`;
const mortal: Target = { type: "program", name: "mortal", command: [process.execPath, "-e", diesOfConnections], cwd: projectRoot() };

it.each([
  ["the slowest handshake is looked for", (adapter: Parameters<typeof calibrate>[0]) => calibrate(adapter, "3.1"), 2000],
  ["it is asked how it speaks over WebSocket", speaksBareOnly, false],
] as const)("an implementation that dies while %s ends no run", async (_name, measure, expected) => {
  const adapter = await openAdapter(mortal);
  try {
    expect(await measure(adapter)).toBe(expected);
    expect(adapter.failure?.message).toMatch(/^it ended with exit code 1/);
  } finally {
    await adapter.end();
  }
});
