/** The smallest counter-example of a failure, for people: expected beside actual, the scenario, the octets field by field, and the command that plays it again. */
import type { Witness } from "../../kit/model.ts";
import { diagramOf } from "../diagram.ts";
import { diagramSvg } from "../diagram-svg.ts";
import { groundOf } from "../findings.ts";
import { shrunkText } from "../shrunk.ts";
import { html, type Markup, type Value } from "./markup.ts";

/** What everybody reads first: expected beside actual, the scenario in words, and how to play it again. `replay`: the whole command. */
export function witnessMarkup(witness: Witness, replay: string): Markup {
  return html`<div class="pair">
      <div>
        <h5>Expected</h5>
        <p>${witness.expected}</p>
      </div>
      <div>
        <h5>Actual</h5>
        <p>${witness.actual}</p>
      </div>
    </div>
    <h5>Scenario</h5>
    ${scenario(witness)}
    <h5>Play it again</h5>
    ${command(replay)}`;
}

/** The rest, for those who look closer: where it was found, the drawing, the octets. */
export function witnessDetails(witness: Witness): Markup {
  return html`<p class="facts">
      Found by <code>${witness.property}</code> on ${groundOf(witness)}, seed
      ${witness.seed}.${witness.shrunk !== undefined && ` Made smaller ${shrunkText(witness.shrunk)}.`}
    </p>
    ${drawing(witness)}
    ${
      witness.octets.length > 0 &&
      html`<h5>Octets</h5>
        ${octets(witness.octets)}`
    }
    ${witness.script !== undefined && html`<p class="facts">Octets are enough here: with a witness file, <code>--octets</code> prints them as a script for any TCP client.</p>`}`;
}

/** A command in a box, with a button that copies it. */
export function command(words: string): Markup {
  return html`<div class="command"><code>${words}</code><button type="button" class="copy">Copy</button></div>`;
}

/** The steps in the trace language (spec/notation/trace-language.md). */
function scenario({ trace }: Witness): Markup {
  return html`<ol class="trace">
    ${trace.map((step) => html`<li>${step}</li>`)}
  </ol>`;
}

function drawing(witness: Witness): Value {
  const diagram = diagramOf(witness);
  if (diagram.steps.length <= 1) return undefined;
  return html`<h5>Drawing</h5>
    <div class="wide" tabindex="0" role="group" aria-label="Drawing of the scenario">${diagramSvg(diagram)}</div>`;
}

/** A table for each side that wrote; a line without octets names the side. */
function octets(lines: readonly string[]): readonly Markup[] {
  const sides: { readonly name: string; readonly rows: Markup[] }[] = [];
  for (const line of lines) {
    const { hex = "", meaning = "" } = /^(?<hex>[0-9a-f]{2}(?: [^#]*)?) {2}# (?<meaning>.*)$/su.exec(line)?.groups ?? {};
    if (hex === "") sides.push({ name: line, rows: [] });
    else {
      if (sides.length === 0) sides.push({ name: "Octets", rows: [] });
      sides.at(-1)?.rows.push(
        html`<tr>
          <td><code class="${fieldOf(meaning)}">${hex}</code></td>
          <td>${meaning}</td>
        </tr>`,
      );
    }
  }
  return sides.map(
    ({ name, rows }) =>
      html`<table class="octets">
        <caption>
          ${name}
        </caption>
        ${
          rows.length > 0 &&
          html`<thead>
              <tr>
                <th scope="col">Octets</th>
                <th scope="col">Field</th>
              </tr>
            </thead>
            <tbody>
              ${rows}
            </tbody>`
        }
      </table>`,
  );
}

/** The class of a field: it has a colour, and the words beside it say the same. */
export function fieldOf(meaning: string): "f-flags" | "f-size" | "f-name" | "f-data" {
  if (meaning.startsWith("flags")) return "f-flags";
  if (/^(?:size|value of)/u.test(meaning)) return "f-size";
  return /^(?:signature|version|mechanism|as-server|filler|command|property)/u.test(meaning) ? "f-name" : "f-data";
}
