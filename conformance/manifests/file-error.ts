/** A file that cannot be read, understood or written; the message names it and says what to do. */
export class FileError extends Error {}
