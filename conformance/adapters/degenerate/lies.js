/** Declares everything, and has nothing: every operation is refused as one that it does not support. */
import { refuse, serve } from "./serve.js";

serve("lies", (request) => refuse(request, "unsupported"));
