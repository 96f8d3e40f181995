/** Speaks another version of the adapter protocol. */
import { refuse, serve } from "./serve.js";

serve("wrong-version", (request) => refuse(request, "unsupported"), { version: 2 });
