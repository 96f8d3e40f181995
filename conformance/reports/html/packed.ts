/**
 * What is too heavy to stand in a page in full: drawings, octets, lists of properties. Each piece stands once, all of them are compressed together, and the script of the page
 * puts a piece in its place when somebody opens what is around it.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { html, verbatim, type Markup } from "./markup.ts";

/** The pieces of one page. */
export class Packed {
  readonly #pieces = new Map<string, number>();

  /** A place for a piece; the same piece may have several places. Without a piece there is no place. */
  put(piece: Markup): Markup | undefined {
    const text = piece.toString().trim();
    if (text === "") return undefined;
    const number = this.#pieces.get(text) ?? this.#pieces.size;
    this.#pieces.set(text, number);
    return html`<div data-piece="${number}"></div>`;
  }

  /** The element that holds all pieces put so far: a list in JSON, as UTF-8, deflated (RFC 1951), in base64. A browser neither runs nor shows it. */
  element(): Markup {
    const octets = Buffer.from(JSON.stringify([...this.#pieces.keys()]));
    return verbatim("script", deflateRawSync(octets, { level: 9 }).toString("base64"), 'type="application/octet-stream" id="packed"');
  }
}

/** A page as its script leaves it when all is open: each piece in its place. For those who read pages with a program, as tests do. */
export function unpacked(text: string): string {
  const packed = /<script type="application\/octet-stream" id="packed">(?<data>[A-Za-z0-9+/=]*)<\/script>/u.exec(text)?.groups?.["data"] ?? "";
  const pieces = JSON.parse(inflateRawSync(Buffer.from(packed, "base64")).toString()) as readonly string[];
  return text.replace(/<div data-piece="(\d+)"><\/div>/gu, (_, number: string) => pieces[Number(number)] ?? "");
}
