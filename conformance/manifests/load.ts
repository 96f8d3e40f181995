/** Finds and reads what is known of implementations: manifests by name, and files of known failures. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest, ManifestKnownFailure } from "../../schemas/types/manifest.ts";
import { projectRoot } from "../kit/root.ts";
import type { KnownFailure } from "../kit/run-options.ts";
import { keyPairOf, type KeyPair } from "../kit/security/box.ts";
import { defaultCredentials, type Credentials } from "../kit/security/credentials.ts";
import { decodeZ85 } from "../kit/security/z85.ts";
import { FileError, someFaults } from "./file-error.ts";
import { faultsOf } from "./schema.ts";

const folder = "conformance/manifests";

/** The names that `--impl` takes, in the order of the alphabet. */
export function manifestNames(): readonly string[] {
  return readdirSync(join(projectRoot(), folder))
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

/** The manifest of an implementation. Throws {@link FileError} when there is none of that name, or when it is malformed. */
export function loadManifest(name: string): Manifest {
  if (!manifestNames().includes(name)) {
    throw new FileError(
      `There is no implementation "${name}". Known are: ${manifestNames().join(", ")}. Any other is judged through its adapter: patternwire check -- COMMAND`,
    );
  }
  const path = join(projectRoot(), folder, `${name}.json`);
  const manifest = asManifest(readJsonFile(path), path);
  if (manifest.name !== name) throw new FileError(`${path}: the name is "${manifest.name}", but a manifest is named like its file: write "${name}".`);
  return withEngine(manifest, path);
}

/** The known failures of the implementation inside are its own as well, but for those that it replaces or does not inherit. */
function withEngine(manifest: Manifest, path: string): Manifest {
  const { engine, notInherited = [], knownFailures } = manifest;
  if (engine === undefined) return manifest;
  const inside = asManifest(readJsonFile(join(projectRoot(), folder, `${engine}.json`)), engine);
  if (inside.engine !== undefined) throw new FileError(`${path}: the engine ${engine} has an engine itself: name ${inside.engine}.`);
  const own = [...notInherited, ...knownFailures.map(({ statement }) => statement)];
  return { ...manifest, knownFailures: [...knownFailures, ...inside.knownFailures.filter(({ statement }) => !own.includes(statement))] };
}

/** Judges a value as a manifest. `path` is for the message. */
export function asManifest(value: unknown, path: string): Manifest {
  const faults = faultsOf("manifest", value);
  if (faults.length > 0) throw new FileError(`${path} is no manifest (schemas/manifest.schema.json): ${someFaults(faults)}.`);
  return value as Manifest;
}

/** The known failures of a file: a JSON array of entries, or a manifest that holds them. */
export function loadKnownFailures(path: string): readonly KnownFailure[] {
  const value = readJsonFile(path);
  if (!Array.isArray(value)) return knownFailuresOf(asManifest(value, path));
  const faults = faultsOf("manifest", { ...emptyManifest, knownFailures: value as unknown });
  if (faults.length > 0) throw new FileError(`${path} is no list of known failures (schemas/manifest.schema.json, knownFailures): ${someFaults(faults)}.`);
  return value as readonly KnownFailure[];
}

/** The manifest's known failures, as a run takes them. */
export function knownFailuresOf(manifest: Manifest): readonly KnownFailure[] {
  return manifest.knownFailures.map(({ statement, reason, see, expires, sometimes, transports, mechanisms }: ManifestKnownFailure) => ({
    statement,
    reason,
    expires,
    ...(see === undefined ? {} : { see }),
    ...(sometimes === undefined ? {} : { sometimes }),
    ...(transports === undefined ? {} : { transports }),
    ...(mechanisms === undefined ? {} : { mechanisms }),
  }));
}

/** The manifest's credentials, and the harness's own where it has none. Throws {@link FileError} for a key that is no Z85. */
export function credentialsOf(manifest: Manifest | undefined): Credentials {
  const { plain, curve } = manifest?.parameters.credentials ?? {};
  return {
    plain: plain === undefined ? defaultCredentials.plain : { username: utf8(plain.username), password: utf8(plain.password) },
    curve: curve === undefined ? defaultCredentials.curve : { implementation: keyPair(curve.implementation), peer: keyPair(curve.peer) },
  };
}

/** Reads and parses a JSON file. Throws {@link FileError} when it is absent, unreadable or no JSON. */
export function readJsonFile(path: string): unknown {
  if (!existsSync(path)) throw new FileError(`There is no file ${path}.`);
  const text = readText(path);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new FileError(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

const emptyManifest = {
  format: "patternwire-manifest/1",
  name: "list",
  version: "0",
  language: "any",
  start: { command: ["none"] },
  choices: {},
  parameters: {},
} as const;

function keyPair(secretKey: string): KeyPair {
  const octets = decodeZ85(secretKey);
  // The message leaves the key out: it is a secret, if only one for tests.
  if (octets?.length !== 32) throw new FileError("A key among the credentials of the manifest is no Z85 text of 32 octets.");
  return keyPairOf(octets);
}

function utf8(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new FileError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
