/** Answers hello, then nothing. */
import { serve } from "./serve.js";

serve("silent", () => {});
