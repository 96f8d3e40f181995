/** Answers every PING but each n-th, over all its connections: what is said of it depends on which one that is. The argument is n. */
import { converse } from "./converse.js";

const every = Number(process.argv[2] ?? 7);
let count = 0;
converse(
  "forgets",
  () => {},
  () => {
    count += 1;
    return count % every !== 0;
  },
);
