import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { projectRoot } from "../kit/root.ts";
import { loadManifest } from "../manifests/load.ts";
import { absent, buildAdapter, builder } from "./build-adapter.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext } from "./fake-context.ts";

const makes = "build/adapters/test-of-build/main";
const manifest = loadManifest("reference");
const build = { tools: ["node"], install: "apt-get install nodejs", makes };
afterAll(() => rmSync(join(projectRoot(), "build/adapters/test-of-build"), { recursive: true, force: true }));

describe("adapters", () => {
  it("lists every implementation with its version and what is missing", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["adapters"], context)).toBe(0);
    expect(context.printed()).toMatch(/^zmq4 +\d.* Go +(?:built|not built.*)$/mu);
    expect(context.printed()).toMatch(/^zeromq\.js .*needs no build$/mu);
  });

  it("refuses what it does not know", async () => {
    const context = fakeContext();
    expect(await runCommandLine(["adapters", "build", "nothing"], context)).toBe(3);
    expect(context.complained()).toMatch(/no implementation "nothing"/u);
    expect(await runCommandLine(["adapters", "burn"], context)).toBe(3);
  });
});

describe("building an adapter", () => {
  const build1 = (commands: readonly (readonly [string, ...string[]])[]) => {
    const [first = ["node"], ...rest] = commands;
    return buildAdapter(
      { ...manifest, build: { ...build, commands: [[...first], ...rest.map((words): [string, ...string[]] => [...words])] } },
      () => undefined,
    );
  };

  it("runs the commands in the root of the package", async () => {
    expect(await build1([["node", "-e", `require("node:fs").writeFileSync(${JSON.stringify(makes)}, "")`]])).toEqual({ type: "built" });
    expect(existsSync(join(projectRoot(), makes))).toBe(true);
  });

  it("says which command failed, with what it wrote", async () => {
    const failed = await build1([
      ["node", "-e", 'console.error("zmq.h: no such file"); process.exit(2)'],
      ["node", "-e", ""],
    ]);
    expect(failed).toMatchObject({ type: "failed", output: ["zmq.h: no such file"], install: "apt-get install nodejs" });
  });

  it("does not believe commands that make nothing", async () => {
    rmSync(join(projectRoot(), makes), { force: true });
    expect(await build1([["node", "-e", ""]])).toMatchObject({ type: "failed", output: [`They end well, but ${makes} is not there.`] });
  });

  it("says which tools are missing before anything runs", async () => {
    const missing = await buildAdapter(
      { ...manifest, build: { ...build, tools: ["no-such-tool"], commands: [["node", "-e", "process.exit(1)"]] } },
      () => undefined,
    );
    expect(missing).toEqual({ type: "missing-tools", tools: ["no-such-tool"], install: "apt-get install nodejs" });
  });

  it("is done once for all who ask", async () => {
    const commands: string[] = [];
    const once = builder((words) => void commands.push(words));
    const given = { ...manifest, build: { ...build, commands: [["node", "-e", `require("node:fs").writeFileSync("${makes}", "")`]] } };
    expect(await Promise.all([once(given), once(given), once({ ...manifest, name: "other" })])).toEqual([
      { type: "built" },
      { type: "built" },
      { type: "nothing-to-build" },
    ]);
    expect(commands).toHaveLength(1);
  });

  it("is left out where an environment variable is not set that names a library", async () => {
    expect(loadManifest("libzmq-4.3.6-dev").build?.environment).toEqual(["LIBZMQ_PREFIX"]);
    const missing = await buildAdapter(
      { ...manifest, build: { ...build, environment: ["PATTERNWIRE_NOT_SET"], commands: [["node", "-e", "process.exit(1)"]] } },
      () => undefined,
    );
    expect(missing).toEqual({ type: "missing-tools", tools: ["$PATTERNWIRE_NOT_SET"], install: "apt-get install nodejs" });
    expect(absent(["go", "$PATTERNWIRE_NOT_SET"])).toBe("go is not on the PATH, $PATTERNWIRE_NOT_SET is not set");
  });
});
