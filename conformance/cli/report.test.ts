import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { exampleReport, exampleWitness } from "../reports/example-report.ts";
import { reportJson } from "../reports/json.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext, type FakeContext } from "./fake-context.ts";
import { replayCommand } from "./replay-command.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-report-"));
afterAll(() => rmSync(folder, { recursive: true }));
const results = join(folder, "results.json");
writeFileSync(results, reportJson(exampleReport));

describe("report", () => {
  it("writes each rendering that is asked for", async () => {
    const [page, badge, json, junit, markdown] = ["r.html", "b.svg", "b.json", "j.xml", "m.md"].map((name) => join(folder, name));
    const { code } = await report(results, "--html", page, "--badge", badge, "--badge-json", json, "--junit", junit, "--markdown", markdown);
    expect(code).toBe(0);
    expect(read(page)).toContain("<title>Conformance of example 1.2.3</title>");
    expect(read(badge)).toMatch(/^<svg /u);
    expect(JSON.parse(read(json))).toMatchObject({ schemaVersion: 1 });
    expect(read(junit)).toContain("<testsuites ");
    expect(read(markdown)).toContain("# example 1.2.3");
  });

  it("prints the report when nothing is asked for", async () => {
    const { code, context } = await report(results);
    expect(code).toBe(0);
    expect(context.printed()).toContain("BROKEN  framing.close-on-command-more");
  });

  it("names in its commands the witnesses that it writes", async () => {
    const found = join(folder, "found");
    const { context } = await report(results, "--witnesses", found, "--html", "-");
    expect(readdirSync(found)).toContain("framing.close-on-command-more.framing-command-more.json");
    expect(context.printed()).toContain(`npx patternwire replay ${found}/framing.close-on-command-more.framing-command-more.json -- COMMAND`);
  });

  it("compares several reports in one page", async () => {
    const { context } = await report(results, results, "--html", "-");
    expect(context.printed()).toContain("Statement × implementation");
  });

  it("takes the two reports of implementations that played with each other", async () => {
    const pair = join(folder, "pair.json");
    writeFileSync(pair, JSON.stringify({ format: "patternwire-pairs/1", reports: [exampleReport, exampleReport] }));
    expect((await report(pair, "--html", "-")).context.printed()).toContain("Statement × implementation");
  });

  it.each([
    [join(folder, "site"), "site/spec/wire/framing.html#framing.more"],
    ["https://example.org/spec/", "https://example.org/spec/spec/wire/framing.html#framing.more"],
  ])("leads from the page to each statement in a site: %s", async (site, link) => {
    const page = join(folder, "linked.html");
    expect((await report(results, "--html", page, "--site", site)).code).toBe(0);
    expect(read(page)).toContain(`<a href="${link}">spec/wire/framing.md</a>`);
  });

  it.each([
    [[], /Name a report/u],
    [[results, "--site", "build/site"], /--site says where a page leads: give --html FILE as well/u],
    [[results, "--html", "-", "--site", "build/site"], /needs a file for the page/u],
    [[results, "--html", join(folder, "l.html"), "--site", "javascript:alert(1)"], /--site takes a folder or an address of http or https/u],
    [[join(folder, "absent.json")], /There is no file/u],
    [[results, results, "--badge", join(folder, "b.svg")], /--badge takes one report, not 2/u],
    [[results, results, "--witnesses", join(folder, "w")], /--witnesses takes one report, not 2/u],
    [[results, "--html", "-", "--junit", "-"], /Only one rendering/u],
    [[results, "--html", join(folder, "no", "such", "r.html")], /cannot be written: the folder .* does not exist/u],
    [["package.json"], /package\.json is no report \(schemas\/report\.schema\.json/u],
  ])("says what is wrong, and ends with 3: %s", async (args, message) => {
    const { code, context } = await report(...args);
    expect(code).toBe(3);
    expect(context.complained()).toMatch(message);
  });
});

describe("check --html", () => {
  it("writes the page, with commands that play each failure again", async () => {
    const page = join(folder, "check.html");
    const context = fakeContext({ report: exampleReport });
    await runCommandLine(["check", "--html", page, "--", process.execPath, "adapter.js"], context);
    expect(read(page)).toContain(`npx patternwire check --filter framing/command-more --transport tcp --seed 1 -- ${process.execPath} adapter.js`);
  });
});

describe("the command that plays a failure again", () => {
  it("repeats the property from the same seed, or plays the witness when there is a file", () => {
    const under = { ...exampleWitness, mechanism: "CURVE" as const };
    expect(replayCommand(under, { level: "full" }, { words: "--impl zmq4" })).toBe(
      "npx patternwire check --filter framing/command-more --transport tcp --mechanism curve --seed 1 --full --impl zmq4",
    );
    expect(replayCommand(exampleWitness, { level: "quick" }, { words: "--impl zmq4", witnessFolder: "found/" })).toBe(
      "npx patternwire replay found/framing.close-on-command-more.framing-command-more.json --impl zmq4",
    );
  });
});

async function report(...args: readonly (string | undefined)[]): Promise<{ readonly code: number; readonly context: FakeContext }> {
  const context = fakeContext();
  return { code: await runCommandLine(["report", ...args.map((word) => word ?? "")], context), context };
}

function read(path: string | undefined): string {
  return readFileSync(path ?? "", "utf8");
}
