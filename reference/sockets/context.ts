/** Contexts: sockets of one context meet over in-process names. */
import { UsageError } from "../base/errors.ts";
import { InprocNames } from "../transports/inproc.ts";

export interface ContextOptions {
  /** When false, new sockets of the context have a linger period of zero. */
  readonly blocky?: boolean;
}

export class Context {
  readonly #names = new InprocNames();
  blocky = true;

  /** Throws UsageError for an option that is not {@link ContextOptions}'. */
  constructor(options: ContextOptions = {}) {
    for (const name of Object.keys(options)) if (name !== "blocky") throw new UsageError(`a context has no option ${name}`);
    if (options.blocky !== undefined) this.blocky = options.blocky;
  }

  /** The in-process names of this context. */
  static names(context: Context): InprocNames {
    return context.#names;
  }
}

/** The context of sockets that are given none. */
export const context = new Context();
