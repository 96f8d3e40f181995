/** libsodium as WebAssembly: several times faster than JavaScript and than the key objects of the platform, and not there before it is loaded. */
import type libsodium from "libsodium-wrappers";

let loaded: typeof libsodium | undefined;
let loading: Promise<void> | undefined;

/** Undefined before it is loaded, and where there is no WebAssembly. */
export function sodium(): typeof libsodium | undefined {
  return loaded;
}

/** Begins to load it; resolves when it is there, or is known not to come. */
export function loadSodium(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  try {
    const { default: library } = await import("libsodium-wrappers");
    await library.ready;
    loaded = library;
  } catch {
    // Without WebAssembly the slower ways go on.
  }
}
