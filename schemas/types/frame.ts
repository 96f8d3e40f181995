/** The data that schemas/frame.schema.json describes. Generated from it: do not edit. */

/**
 * What a frame says once it is decoded (37/ZMTP, Framing): the JSON below the dot of a `zmtp frame` example.
 */
export type DecodedFrame = PlainFrame | CommandFrame;
/**
 * Octets, each as two lower-case hexadecimal digits, without spaces.
 */
export type Hex = string;

/**
 * Any frame, by its flags and its body.
 */
export interface PlainFrame {
  /**
   * The three bits of the flags octet that have a meaning.
   */
  readonly flags: {
    /**
     * Bit 0: more frames of the message follow.
     */
    readonly more: boolean;
    /**
     * Bit 1: the size has eight octets instead of one.
     */
    readonly long: boolean;
    /**
     * Bit 2: the body is a command.
     */
    readonly command: boolean;
  };
  readonly body: Hex;
}
/**
 * A command frame, by the command in it. The frame is short when its body has at most 255 octets.
 */
export interface CommandFrame {
  /**
   * The command's name: 1 to 255 letters.
   */
  readonly command: string;
  readonly data: Hex;
}
