import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { requirementIds } from "../../schemas/types/requirement-id.ts";
import { FileError } from "./file-error.ts";
import { asManifest, knownFailuresOf, loadKnownFailures, loadManifest, manifestNames, readJsonFile } from "./load.ts";

const folder = mkdtempSync(join(tmpdir(), "patternwire-manifests-"));
afterAll(() => rmSync(folder, { recursive: true }));

const entry = { statement: "framing.more", reason: "It is written for a test.", expires: "2030-01-01", see: "decision 0033", transports: ["tcp"] };

describe("the manifests of the package", () => {
  it.each(manifestNames())("%s is valid and named like its file", (name) => {
    expect(loadManifest(name).name).toBe(name);
  });

  it.each(manifestNames())("%s names only statements that exist, each known failure once", (name) => {
    const ids = loadManifest(name).knownFailures.map(({ statement }) => statement);
    expect(ids.filter((id) => !requirementIds.some((known) => known === id))).toEqual([]);
    expect(ids).toEqual([...new Set(ids)]);
  });

  it("are the reference and libzmq through zeromq.js at least", () => {
    expect(manifestNames()).toEqual(expect.arrayContaining(["reference", "zeromq.js"]));
  });

  it("name what exists when a name is unknown", () => {
    expect(() => loadManifest("nothing")).toThrow(/no implementation "nothing".*reference.*zeromq\.js/u);
    expect(() => loadManifest("../manifests/reference")).toThrow(FileError);
  });
});

describe("a manifest over an engine", () => {
  it("has the known failures of the engine, its own first", () => {
    const own = loadManifest("zeromq.js").knownFailures.map(({ statement }) => statement);
    expect(loadManifest("pyzmq").knownFailures.map(({ statement }) => statement)).toEqual(expect.arrayContaining(own));
  });
});

describe("a malformed manifest", () => {
  it("is refused with its place and its fault", () => {
    const manifest = loadManifest("reference");
    expect(() => asManifest({ ...manifest, colour: "red" }, "x.json")).toThrow(/x\.json is no manifest.*unknown member "colour"/u);
    expect(() => asManifest({ ...manifest, version: undefined, format: "other/1" }, "x.json")).toThrow(/must be "patternwire-manifest\/1"/u);
    expect(() => asManifest({ ...manifest, knownFailures: [{ statement: "framing.more" }] }, "x.json")).toThrow(
      /\/knownFailures\/0 lacks the member "reason"/u,
    );
    expect(() => asManifest({ ...manifest, knownFailures: [{ ...entry, expires: "soon" }] }, "x.json")).toThrow(/expires/u);
  });
});

describe("a file of known failures", () => {
  it("is a list, or a manifest that holds one", () => {
    const list = written("list.json", JSON.stringify([entry]));
    const manifest = written("whole.json", JSON.stringify({ ...loadManifest("reference"), knownFailures: [entry] }));
    expect(loadKnownFailures(list)).toEqual([entry]);
    expect(loadKnownFailures(manifest)).toEqual([entry]);
  });

  it("is refused when an entry lacks its reason or never expires", () => {
    expect(() => loadKnownFailures(written("bad.json", JSON.stringify([{ statement: "framing.more", expires: "2030-01-01" }])))).toThrow(
      /lacks the member "reason"/u,
    );
    expect(() => loadKnownFailures(written("worse.json", JSON.stringify([{ statement: "framing.more", reason: "It is for ever." }])))).toThrow(/"expires"/u);
  });

  it("that is absent or no JSON is named", () => {
    expect(() => loadKnownFailures(join(folder, "absent.json"))).toThrow(/There is no file .*absent\.json/u);
    expect(() => readJsonFile(written("broken.json", "{"))).toThrow(/broken\.json is no JSON/u);
    expect(() => readJsonFile(folder)).toThrow(/cannot be read/u);
  });

  it("keeps only what a run needs of a manifest", () => {
    expect(knownFailuresOf({ ...loadManifest("reference"), knownFailures: [{ ...entry, transports: ["tcp"] }] })).toEqual([entry]);
  });
});

function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
