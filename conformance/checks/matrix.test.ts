/** The committed measurements are of the versions that the manifests name, and the index of issues speaks of what was found. */
import { describe, expect, it } from "vitest";
import type { MeasurementFile } from "../../schemas/types/measurement.ts";
import { loadManifest } from "../manifests/load.ts";
import { faultsOf } from "../manifests/schema.ts";
import { issueEntries, measurementFiles } from "./generate/matrix.ts";
import { readJson } from "./generate/repository.ts";

describe.each(measurementFiles())("%s", (file) => {
  const measurement = readJson(file) as MeasurementFile;

  it("is valid, whole, and of the version that the manifest names", () => {
    expect(faultsOf("measurement", measurement)).toEqual([]);
    expect(measurement.complete).toBe(true);
    expect(file.endsWith(`/${measurement.name}.json`)).toBe(true);
    expect(`${measurement.implementation.version} `.startsWith(`${loadManifest(measurement.name).version} `)).toBe(true);
  });

  it("has no statement that the harness could not judge by its own fault", () => {
    expect(measurement.statements.filter(({ verdict }) => verdict === "error").map(({ id }) => id)).toEqual([]);
  });
});

it("a finding with or without a public issue is named once", () => {
  const keys = issueEntries().map(({ implementation, statement }) => `${implementation} ${statement}`);
  expect(keys).toEqual([...new Set(keys)]);
});
