import { existsSync, mkdtempSync, rmSync, writeFileSync, readFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import type { LinkListener } from "../base/link.ts";
import { parseEndpoint } from "./endpoint.ts";
import { listenIpc } from "./ipc.ts";

const folder = mkdtempSync(join(tmpdir(), "ipc-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
/** Who asks whether somebody listens connects, and goes. */
const guest: LinkListener = { octets: () => undefined, drained: () => undefined, alive: () => undefined, offended: () => undefined, ended: () => undefined };
const listen = (path: string): ReturnType<typeof listenIpc> => listenIpc(path, { backlog: 1 }, () => guest);

it("A socket stands at the path while somebody listens, who is not disturbed", async () => {
  const path = join(folder, "one");
  const listener = await listen(path);
  expect([listener.address, existsSync(path)]).toEqual([`ipc://${path}`, true]);
  await expect(listen(`${folder}/./one`)).rejects.toMatchObject({ code: "EADDRINUSE" });
  expect(existsSync(path)).toBe(true);
  listener.close();
  expect(existsSync(path)).toBe(false);
});

it("A socket that nobody listens on any more is replaced", async () => {
  const path = join(folder, "stale");
  const child = spawn(process.execPath, ["-e", `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`]);
  await once(child, "exit");
  expect(existsSync(path)).toBe(true);
  const listener = await listen(path);
  listener.close();
  expect(existsSync(path)).toBe(false);
});

it("A file of another kind stays as it is", async () => {
  const path = join(folder, "file");
  writeFileSync(path, "mine");
  await expect(listen(path)).rejects.toMatchObject({ code: "EADDRINUSE" });
  expect(readFileSync(path, "utf8")).toBe("mine");
});

it("A path that the system would cut is refused, and so is a name that is empty", () => {
  expect(() => parseEndpoint(`ipc:///${"x".repeat(107)}`, false)).toThrow(expect.objectContaining({ code: "ENAMETOOLONG" }));
  expect(() => parseEndpoint("ipc://@", false)).toThrow(expect.objectContaining({ code: "EINVAL" }));
  expect(parseEndpoint("ipc://@name", false)).toEqual({ transport: "ipc", path: "@name" });
});
