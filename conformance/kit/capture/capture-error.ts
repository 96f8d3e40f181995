/** Why a capture file cannot be read, or not to its end: what is wrong and what to do, for a person. */
export class CaptureError extends Error {
  override readonly name = "CaptureError";
}
