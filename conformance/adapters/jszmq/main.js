/** The adapter of jszmq, ØMQ over WebSocket in JavaScript. Start, after `patternwire adapters build jszmq`: node conformance/adapters/jszmq/main.js */
import { createRequire } from "node:module";
import { serve } from "../node/adapter.js";
import { describe } from "./description.js";
import { likeZeromqJs } from "./library.js";

const require = createRequire(new URL("../../../build/adapters/jszmq/package.json", import.meta.url));

function load() {
  try {
    const [jszmq, ws] = ["jszmq/package.json", "ws/package.json"].map((file) => require(file).version);
    return { library: require("jszmq"), version: `${jszmq} (ws ${ws})` };
  } catch (error) {
    process.stderr.write(`jszmq cannot be loaded (${error.message.split("\n")[0]}). To install it: npx patternwire adapters build jszmq\n`);
    process.exit(3);
  }
}

const { library, version } = load();
serve(likeZeromqJs(library), describe(version));
