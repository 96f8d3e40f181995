/** Behaves as never-closes does until its n-th operation, at which it ends itself: a library that cannot stand use. The argument is n. */
import { converse } from "./converse.js";

let left = Number(process.argv[2] ?? 3);
converse("crashes", () => {
  left -= 1;
  if (left < 0) process.abort();
});
