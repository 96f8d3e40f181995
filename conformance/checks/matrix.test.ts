/** The committed measurements are of the versions that the manifests name, and the index of issues speaks of what was found. */
import { describe, expect, it } from "vitest";
import type { PairMeasurementFile } from "../../schemas/types/pair-measurement.ts";
import type { MeasurementFile } from "../../schemas/types/measurement.ts";
import { loadManifest } from "../manifests/load.ts";
import { faultsOf } from "../manifests/schema.ts";
import { pairFile } from "../reports/pair-measurement.ts";
import { pairsOf } from "../cli/measure-pair.ts";
import { issueEntries, measurementFiles, measurements, pairFiles } from "./generate/matrix.ts";
import { readJson } from "./generate/repository.ts";

describe.each(measurementFiles())("%s", (file) => {
  const measurement = readJson(file) as MeasurementFile;

  it("is valid, whole, and of the version that the manifest names", () => {
    expect(faultsOf("measurement", measurement)).toEqual([]);
    expect(measurement.complete).toBe(true);
    expect(file.endsWith(`/${measurement.name}.json`)).toBe(true);
    expect(`${measurement.implementation.version} `.startsWith(`${loadManifest(measurement.name).version} `)).toBe(true);
  });

  it("withholds as many statements as the manifest counts as undisclosed", () => {
    expect(measurement.withheld).toBe(loadManifest(measurement.name).undisclosed?.count ?? 0);
  });

  it("has no statement that the harness could not judge by its own fault", () => {
    expect(measurement.statements.filter(({ verdict }) => verdict === "error").map(({ id }) => id)).toEqual([]);
  });
});

describe.each(pairFiles())("%s", (file) => {
  const { names, implementations, complete } = readJson(file) as PairMeasurementFile;

  it("is whole, named like its file, and of the versions that the manifests name", () => {
    expect(faultsOf("pair-measurement", readJson(file))).toEqual([]);
    expect(complete).toBe(true);
    expect(file.endsWith(`/${pairFile(names)}`)).toBe(true);
    for (const [index, name] of names.entries()) expect(`${implementations[index]?.version ?? ""} `.startsWith(`${loadManifest(name).version} `)).toBe(true);
  });
});

it("every two implementations that have TCP or WebSocket in common, and a version that the recorder understands, have played with each other", () => {
  const playing = measurements().filter(({ implementation }) => implementation.protocol !== "2.0");
  const meet = ([one, other]: readonly [MeasurementFile, MeasurementFile]): boolean =>
    one.transports.some((transport) => ["tcp", "ws"].includes(transport) && other.transports.includes(transport));
  const pairs = pairsOf(playing.sort((a, b) => (a.name < b.name ? -1 : 1)));
  expect(pairFiles().map((file) => file.slice(file.lastIndexOf("/") + 1))).toEqual(
    pairs
      .filter(meet)
      .map((two) => pairFile(two.map(({ name }) => name)))
      .sort(),
  );
});

it("a finding with or without a public issue is named once", () => {
  const keys = issueEntries().map(({ implementation, statement }) => `${implementation} ${statement}`);
  expect(keys).toEqual([...new Set(keys)]);
});
