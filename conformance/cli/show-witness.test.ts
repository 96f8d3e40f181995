/** `replay --diagram` and `replay --octets`: what of a witness is shown without playing it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Witness } from "../kit/model.ts";
import { exampleWitness } from "../reports/example-report.ts";
import { runCommandLine } from "./command-line.ts";
import { fakeContext } from "./fake-context.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-show-"));
afterAll(() => rmSync(folder, { recursive: true }));
const script = {
  sockets: ["S opens ROUTER", "S binds"],
  steps: [
    { does: "connects", peer: "A", to: "S" },
    { does: "sends", peer: "A", octets: "ff0025" },
    { does: "receives", peer: "A", octets: "ff00" },
    { does: "is closed", peer: "A" },
    { does: "hears nothing", peer: "A" },
    { does: "closes", peer: "A" },
  ],
} as const;

describe("--diagram", () => {
  it("draws the scenario as SVG, as text, or on the standard output, and plays nothing", async () => {
    const [svg, text] = [join(folder, "drawing.svg"), join(folder, "drawing.txt")];
    expect(await replay(exampleWitness, "--diagram", svg)).toMatchObject({ code: 0, printed: "", replays: 0 });
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg[^]*connects as DEALER[^]*<\/svg>\n$/u);
    await replay(exampleWitness, "--diagram", text);
    expect(readFileSync(text, "utf8")).toContain("connects as DEALER");
    expect((await replay(exampleWitness, "--diagram", "-")).printed).toBe(readFileSync(text, "utf8"));
  });

  it("says so when the file cannot be written", async () => {
    expect(await replay(exampleWitness, "--diagram", join(folder, "no such folder", "a.svg"))).toMatchObject({
      code: 3,
      complained: expect.stringContaining("a.svg") as string,
    });
  });
});

describe("--octets", () => {
  it("prints a script of the octets, in which nothing else of the witness is a command", async () => {
    const attack = "done\nrm -rf x\r`rm y`$(rm z)";
    const { code, printed } = await replay({ ...exampleWitness, script, expected: attack, actual: attack, text: attack }, "--octets");
    expect(code).toBe(0);
    const commands = printed.split("\n").filter((line) => !line.startsWith("#"));
    expect(commands.join("\n")).not.toContain("rm ");
    expect(commands.slice(commands.findIndex((line) => line.startsWith("exec")))).toEqual([
      expect.stringContaining('exec 20<>"/dev/tcp/$host/$S"'),
      "send A 20 ff0025",
      "receive A 20 ff00",
      "ended A 20",
      "silent A 20",
      'exec 20>&- && echo "A closes"',
      "",
    ]);
  });

  it("says why there is none", async () => {
    expect(await replay(exampleWitness, "--octets")).toMatchObject({ code: 3, complained: expect.stringContaining("no script of octets") as string });
    const overWebSocket = await replay({ ...exampleWitness, transport: "ws" }, "--octets");
    expect(overWebSocket).toMatchObject({ code: 3, complained: expect.stringContaining("over WebSocket there are requests, frames and masks") as string });
  });

  it("says of a capture of what was said over WebSocket that WebSocket is not in it", async () => {
    const { complained } = await replay({ ...exampleWitness, transport: "ws" }, "--pcapng", join(folder, "ws.pcapng"));
    expect(complained).toContain("here it stands as a stream of TCP would have it");
    expect((await replay(exampleWitness, "--pcapng", join(folder, "tcp.pcapng"))).complained).not.toContain("WebSocket");
  });

  it("is not printed among a drawing", async () => {
    expect(await replay({ ...exampleWitness, script }, "--octets", "--diagram", "-")).toMatchObject({
      code: 3,
      complained: expect.stringContaining("give --diagram a file") as string,
    });
  });

  it("takes no witness whose parties are something else", async () => {
    const hostile = { ...script, sockets: ["S;rm opens ROUTER"] };
    expect(await replay({ ...exampleWitness, script: hostile }, "--octets")).toMatchObject({
      code: 3,
      complained: expect.stringContaining("is no witness") as string,
    });
  });
});

async function replay(
  witness: Witness,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly printed: string; readonly complained: string; readonly replays: number }> {
  const file = join(folder, "witness.json");
  writeFileSync(file, JSON.stringify({ ...witness, property: "framing/command-more" }));
  const context = fakeContext({ columns: 120 });
  const code = await runCommandLine(["replay", file, ...args], context);
  return { code, printed: context.printed(), complained: context.complained(), replays: context.replays.length };
}
