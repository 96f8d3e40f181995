/** What the caller did wrong, in words that help: printed without a stack, and the command ends with exit code 3. */
export class UsageError extends Error {}
