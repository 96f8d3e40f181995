/** The adapter of zeromq.js, which is libzmq with an API for Node. Start: node conformance/adapters/zeromq.js/main.js */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readFileSync } from "node:fs";
import { serve } from "../node/adapter.js";
import { describe } from "./description.js";

const require = createRequire(import.meta.url);

function load() {
  try {
    const main = require.resolve("zeromq");
    return { zmq: require(main), version: JSON.parse(readFileSync(join(dirname(main), "..", "package.json"), "utf8")).version };
  } catch (error) {
    process.stderr.write(`The package zeromq cannot be loaded (${error.message.split("\n")[0]}). To install it: npm install --save-dev zeromq\n`);
    process.exit(3);
  }
}

const { zmq, version } = load();
serve(zmq, describe(`${version} (libzmq ${zmq.version})`));
