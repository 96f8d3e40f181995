/** Octets with the colour of their field: the examples `zmtp frame` and `zmtp greeting`, and what peers write in traces. */
import { annotate } from "../kit/wire/annotate.ts";
import { html, type Markup, type Value } from "../reports/html/markup.ts";
import { fieldOf } from "../reports/html/witness.ts";

export interface Field {
  readonly meaning: string;
  readonly size: number;
  readonly class: string;
}

/** The fields of what one side wrote, in order. Their sizes add up to the octets. */
export function fieldsOf(octets: Uint8Array): readonly Field[] {
  return annotate(octets).flatMap((line) => {
    const {
      digits = "",
      total,
      meaning = "",
    } = /^(?<digits>(?:[0-9a-f]{2} ?)*)(?:… \((?<total>\d+) octets\))? *(?:# )?(?<meaning>.*)$/su.exec(line)?.groups ?? {};
    const size = total === undefined ? digits.replaceAll(" ", "").length / 2 : Number(total);
    return size === 0 ? [] : [{ meaning: readable(meaning), size, class: classOf(meaning) }];
  });
}

/** An example as it stands in the chapter, its octets coloured, with a legend; and below it what it decodes to. */
export function octetExample(text: string, refusedBy: Markup | undefined): Markup {
  const [head = "", ...rest] = text.split(/^\.$/mu);
  const lines = head.replace(/\n+$/u, "").split("\n");
  const octets = octetsIn(lines.map(withoutComment).join(" "));
  const fields = fieldsOf(octets);
  const classes = fields.flatMap((field) => Array<string>(field.size).fill(field.class));
  let from = 0;
  const shown = lines.map((line, index) => {
    const digits = withoutComment(line);
    const size = octetsIn(digits).length;
    const coloured = colouredDigits(digits, classes.slice(from, from + size));
    from += size;
    return html`${index > 0 && "\n"}${coloured}${comment(line.slice(digits.length))}`;
  });
  const decoded = rest.join(".").trim();
  return html`<figure class="example octets">
    <pre><code>${shown}</code></pre>
    ${legend(fields)}
    ${
      decoded !== "" &&
      html`<details class="decoded">
        <summary>Decodes to</summary>
        <pre><code>${indented(decoded)}</code></pre>
      </details>`
    }
    ${refusedBy !== undefined && html`<p class="refused">A receiver refuses these octets by ${refusedBy}.</p>`}
  </figure> `;
}

/** Octets in hexadecimal, spaces kept, neighbours of one field in one element. */
export function colouredDigits(digits: string, classes: readonly string[]): readonly Markup[] {
  const runs: { name: string | undefined; text: string }[] = [];
  let octet = 0;
  for (const [piece] of digits.matchAll(/[0-9a-fA-F]{2}|[^0-9a-fA-F]+|./gsu)) {
    const isOctet = /^[0-9a-fA-F]{2}$/u.test(piece);
    const name = isOctet ? classes[octet] : runs.at(-1)?.name;
    if (isOctet) octet += 1;
    const last = runs.at(-1);
    if (last !== undefined && last.name === name) last.text += piece;
    else runs.push({ name, text: piece });
  }
  return runs.map(({ name, text }) => (name === undefined ? html`${text}` : html`<span class="${name}">${text}</span>`));
}

export function octetsIn(digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits.replaceAll(/\s+/gu, ""), "hex"));
}

export function comment(text: string): Value {
  return text === "" ? "" : html`<span class="comment">${text}</span>`;
}

/** What stands before the comment, without the blanks before it. */
function withoutComment(line: string): string {
  return line.replace(/\s*#.*$/u, "");
}

/** The fields of a greeting stand side by side, so each has a colour of its own. */
function classOf(meaning: string): string {
  const ofGreeting = { signature: "f-flags", version: "f-size", mechanism: "f-name", "as-server": "f-data", filler: "f-rest" };
  return Object.entries(ofGreeting).find(([name]) => meaning.startsWith(name))?.[1] ?? fieldOf(meaning);
}

/** Octets that are no text are not shown as text. */
function readable(meaning: string): string {
  return meaning.replace(/ ?"(?<text>[^"]*)"$/u, (quoted, text: string) => (text.split(".").length - 1 > text.length / 2 ? "" : quoted)) || "octets";
}

function legend(fields: readonly Field[]): Markup {
  const entries = new Map(fields.map((field) => [`${field.class} ${field.meaning}`, field]));
  return html`<ul class="legend" aria-label="Fields">
    ${[...entries.values()].map(({ class: name, meaning, size }) => html`<li><span class="swatch ${name}" aria-hidden="true">■</span> ${meaning} <span class="count">${size === 1 ? "1 octet" : `${String(size)} octets`}</span></li> `)}
  </ul>`;
}

function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), undefined, 2);
  } catch {
    return json;
  }
}
