/**
 * Markup that escapes by construction: the tag `html` takes text and markup apart by their types, and refuses a place where escaping would not help.
 * A value may stand between tags, or in an attribute between double quotes; nowhere else.
 */

/** Markup that is safe to put into a page. Only {@link html} and {@link verbatim} make it. */
export class Markup {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template. An empty string, `undefined` and `false` leave nothing. */
export type Value = Markup | string | number | false | undefined | readonly Value[];

/** Characters kept of one text of an implementation; the report as JSON has all of it. */
export const longestText = 4000;

export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const [first = "", ...others] = parts.map(withoutIndentation);
  let text = first;
  values.forEach((value, index) => {
    text += inserted(value, placeAfter(text));
    text += others[index] ?? "";
  });
  return new Markup(text);
}

/** An element with text of our own, as it stands. Throws when the text would end the element around it. */
export function verbatim(element: "style" | "script", text: string, attributes = ""): Markup {
  if (/<\/(?:script|style)|<!--/iu.test(text)) throw new Error("Text that is taken as it stands must not end its element.");
  return new Markup(`<${element}${attributes === "" ? "" : ` ${attributes}`}>${text}</${element}>`);
}

/** Text of a stranger on one line: control characters, marks that turn the direction of writing, and halves of characters are shown by their numbers; long text is cut. */
export function visible(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}… (${String(text.length - longestText)} more characters)` : text;
  return cut.replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
    (character) => `\\u{${character.charCodeAt(0).toString(16)}}`,
  );
}

/** Elements that begin a line or a cell of their own, or a shape: blanks around their tags are not seen. */
const blocks =
  "html|head|body|meta|link|title|style|script|noscript|header|main|footer|section|article|nav|div|p|h[1-6]|blockquote|details|summary|ol|ul|li|dl|dt|dd|pre|table|caption|thead|tbody|tfoot|tr|th|td|svg|desc|rect|line|path";
const beforeBlock = new RegExp(`\\n(?=</?(?:${blocks})\\b)`, "gu");
const afterBlock = new RegExp(`(</?(?:${blocks})\\b[^<>]*>)\\n`, "gu");

/** The indentation of the sources means no more than a blank, and beside a block nothing. */
function withoutIndentation(part: string): string {
  return part
    .replace(/\n\s*/gu, "\n")
    .replace(/\n(?=\/?>)/gu, "")
    .replace(beforeBlock, "")
    .replace(afterBlock, "$1");
}

type Place = "text" | "attribute";

function placeAfter(text: string): Place {
  const tag = text.lastIndexOf("<");
  if (tag <= text.lastIndexOf(">")) return "text";
  const quotes = text.slice(tag).split('"').length - 1;
  if (quotes % 2 === 0) throw new Error(`A value may not stand inside a tag but in double quotes: ${text.slice(tag)}`);
  return "attribute";
}

function inserted(value: Value, place: Place): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Markup) {
    if (place === "attribute") throw new Error("Markup may not stand in an attribute.");
    return value.toString();
  }
  if (typeof value === "object") return value.map((member) => inserted(member, place)).join("");
  return escaped(typeof value === "number" ? String(value) : visible(value));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("'", "&#39;");
}
