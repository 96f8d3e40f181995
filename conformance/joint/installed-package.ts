/** The package as a user gets it: packed, and installed into an empty project. */
import { execFile } from "node:child_process";
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../checks/generate/repository.ts";

export const run = promisify(execFile);

export interface InstalledPackage {
  /** The folder of the project. */
  readonly project: string;
  readonly tarball: string;
}

/** In a new folder of the system's temporary files, which the caller removes. Nothing is taken from the sources. */
export async function installPackage(): Promise<InstalledPackage> {
  const project = realpathSync(mkdtempSync(join(tmpdir(), "patternwire-package-")));
  const { stdout } = await run("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", project], { cwd: root, maxBuffer: 2 ** 26 });
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  const tarball = join(project, packed?.filename ?? "");
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
  await install(project, tarball);
  return { project, tarball };
}

/** What `npm ci` fetched is in the cache: a registry is asked only for what is not there. */
export async function install(project: string, ...packages: readonly string[]): Promise<void> {
  await run("npm", ["install", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund", ...packages], { cwd: project });
}

/** A request and its reply, from one socket to another: prints "hello true". */
export const exchange = `
  import { Reply, Request } from "patternwire";
  import { Request as same } from "patternwire/reference";
  const [reply, request] = [new Reply(), new Request()];
  await reply.bind("tcp://127.0.0.1:0");
  request.connect(reply.lastEndpoint);
  await request.send("hello");
  await reply.send(await reply.receive());
  const [answer] = await request.receive();
  console.log(String(answer), same === Request);
  request.close();
  reply.close();`;
