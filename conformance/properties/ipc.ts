/** spec/transports/ipc.md: Unix sockets, by their files. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AdapterError } from "../kit/adapter/types.ts";
import { blame, expect, NotReached } from "../kit/outcome.ts";
import { property, type AnyProperty } from "../kit/property.ts";
import type { Stage } from "../kit/stage.ts";
import type { Subject } from "../kit/subject.ts";
import { words } from "./support.ts";

export const ipc: readonly AnyProperty[] = [
  files({ name: "ipc/binds-a-socket-at-its-path", judges: ["ipc.path"] }, async (stage, path) => {
    const subject = await stage.open("DEALER");
    await blame(stage, "ipc.path", async () => {
      await subject.bind(`ipc://${path}`);
      expect(existsSync(path) && statSync(path).isSocket(), "a socket stands at the path", "there is none");
      const raw = createConnection(path);
      await once(raw, "connect");
      raw.destroy();
      await talk(stage, subject);
    });
  }),
  files({ name: "ipc/refuses-a-path-that-is-too-long", judges: ["ipc.path-too-long"] }, async (stage, path) => {
    const subject = await stage.open("DEALER");
    await blame(stage, "ipc.path-too-long", async () => {
      expect(!(await binds(stage, subject, `ipc://${path}${"x".repeat(300)}`)), "a refusal", "the endpoint is bound");
    });
    await subject.bind(`ipc://${path}`);
    await talk(stage, subject);
  }),
  files({ name: "ipc/leaves-other-files-alone", judges: ["ipc.other-file"] }, async (stage, path) => {
    writeFileSync(path, "precious");
    const subject = await stage.open("DEALER");
    await blame(stage, "ipc.other-file", async () => {
      await binds(stage, subject, `ipc://${path}`);
      expect(existsSync(path) && statSync(path).isFile() && readFileSync(path, "utf8") === "precious", "the file is as it was", "it is not");
    });
    await subject.bind(`ipc://${path}.socket`);
    await talk(stage, subject);
  }),
  files({ name: "ipc/refuses-a-path-in-use", judges: ["ipc.address-in-use"] }, async (stage, path) => {
    const first = await stage.open("DEALER");
    await first.bind(`ipc://${path}`);
    const second = await stage.open("DEALER");
    await blame(stage, "ipc.address-in-use", async () => {
      expect(!(await binds(stage, second, `ipc://${path}`)), "a refusal", "the path is bound twice");
    });
    await talk(stage, first);
  }),
  files({ name: "ipc/replaces-a-stale-socket", judges: ["ipc.stale-file"] }, async (stage, path) => {
    leaveStale(path);
    const subject = await stage.open("DEALER");
    await blame(stage, "ipc.stale-file", async () => {
      expect(await binds(stage, subject, `ipc://${path}`), "the path is bound", "it is refused");
      await talk(stage, subject);
    });
  }),
  files({ name: "ipc/removes-its-socket", judges: ["ipc.file-removed"] }, async (stage, path) => {
    const subject = await stage.open("DEALER");
    await subject.bind(`ipc://${path}`);
    await blame(stage, "ipc.file-removed", async () => {
      await subject.close();
      for (let turn = 0; turn < 50 && existsSync(path); turn += 1)
        await stage.setting.adapter.open("DEALER", {}).then((handle) => stage.setting.adapter.close(handle));
      expect(!existsSync(path), "the socket is gone from the file system", "it is still there");
    });
  }),
];

/** A property about files: each case has a folder of its own. */
function files({ name, judges }: Pick<AnyProperty, "name" | "judges">, play: (stage: Stage, path: string) => Promise<void>): AnyProperty {
  return property<{ readonly file: string }>({
    name,
    judges,
    socketTypes: ["DEALER"],
    transports: ["ipc"],
    cases: [{ file: "socket" }],
    play: async (stage, { file }) => {
      const folder = mkdtempSync(join(tmpdir(), "patternwire-"));
      try {
        await play(stage, join(folder, file));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  });
}

/** A message each way with another socket of the implementation. */
async function talk(stage: Stage, subject: Subject): Promise<void> {
  const other = await stage.open("DEALER");
  await other.connectTo(subject);
  await other.send(words("hello"));
  await subject.receives(words("hello"));
  await subject.send(words("world"));
  await other.receives(words("world"));
}

async function binds(stage: Stage, subject: Subject, endpoint: string): Promise<boolean> {
  try {
    subject.endpoint = await stage.setting.adapter.bind(subject.handle, endpoint);
    return true;
  } catch (error) {
    if (error instanceof AdapterError) return false;
    throw error;
  }
}

/** A socket at the path that nobody listens on: the process that listened was killed. */
function leaveStale(path: string): void {
  const program = `require("node:net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", program]);
  if (!existsSync(path)) throw new NotReached("precondition", "the system removed the socket of a killed process");
}
