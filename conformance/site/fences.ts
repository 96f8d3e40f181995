/** The fenced blocks of a chapter: examples with colours, drawings of traces, grammar with links, and the rest as it stands. */
import { decodeFrame } from "../kit/wire/decode.ts";
import { scenarioOf } from "../reports/diagram.ts";
import { diagramSvg } from "../reports/diagram-svg.ts";
import { html, type Markup, type Value } from "../reports/html/markup.ts";
import { colouredDigits, comment, fieldsOf, octetExample, octetsIn } from "./octets.ts";
import { stateDrawing } from "./states.ts";

export interface FenceGround {
  /** A link to a statement by its id. */
  readonly statementLink: (id: string) => Markup;
  /** Where a rule of the grammar is defined; nothing when no chapter defines it. */
  readonly ruleUrl: (rule: string) => string | undefined;
  /** The anchor for the definition of a rule here; nothing when it has been given before. */
  readonly ruleAnchor: (rule: string) => string | undefined;
}

export function fence(info: string, text: string, ground: FenceGround): Markup {
  const [language = "", kind = "", ...words] = info.trim().split(/\s+/u);
  const body = text.replace(/\n$/u, "");
  if (language === "abnf") return grammar(body, ground);
  if (language === "zmtp" && kind === "trace") return traceExample(body, words);
  if (language === "zmtp") {
    const refusedBy = /^malformed=(?<id>.+)$/u.exec(words.join(" "))?.groups?.["id"];
    return octetExample(body, refusedBy === undefined ? undefined : ground.statementLink(refusedBy));
  }
  const states = language === "mermaid" ? stateDrawing(body) : undefined;
  if (states !== undefined) return html`<div class="wide">${states}</div>`;
  return html`<pre class="${language === "text" ? "figure" : "code"}"><code>${body}</code></pre> `;
}

/** A scenario with its words apart, and below it the drawing. */
export function traceExample(text: string, words: readonly string[] = []): Markup {
  const lines = text.split("\n").map((line, index) => [index > 0 && "\n", traceLine(line)]);
  const drawing = drawingOf(text);
  return html`<figure class="example trace">
    ${words.length > 0 && html`<p class="kind">${words.join(" ").replaceAll("=", " ")}</p>`}
    <pre><code>${lines}</code></pre>
    ${
      drawing !== undefined &&
      html`<details class="drawing">
        <summary>As a drawing</summary>
        <div class="wide">${drawing}</div>
      </details>`
    }
  </figure> `;
}

/** Nothing when the scenario has one party only. */
function drawingOf(text: string): Markup | undefined {
  const steps = text.split("\n").map((line) => line.replace(/^((?:[^"#]|"[^"]*")*)#.*$/u, "$1").trim());
  const diagram = scenarioOf("The scenario", steps);
  return diagram.parties.length < 2 ? undefined : diagramSvg(diagram);
}

function traceLine(line: string): Value {
  const { step = "", rest = "" } = /^(?<step>(?:[^"#]|"[^"]*")*?)(?<rest>\s*(?:#.*)?)$/u.exec(line)?.groups ?? {};
  const { party, verb, tail } = /^(?<party>[A-S]\d*) (?<verb>is open|is closed|[a-z]+)(?<tail>.*)$/u.exec(step)?.groups ?? {};
  if (party === undefined || verb === undefined || tail === undefined) return [step, comment(rest)];
  const name = html`<span class="${`party ${party.startsWith("S") ? "socket" : "peer"}`}">${party}</span>`;
  return [name, " ", html`<span class="verb">${verb}</span>`, tailOf(verb, tail), comment(rest)];
}

/** Octets are coloured when they are a greeting or a frame that can be told, well-formed or not. */
function tailOf(verb: string, tail: string): Value {
  if (verb === "writes" && /^(?: [0-9a-fA-F]{2})+$|^ (?:[0-9a-fA-F]{2})+$/u.test(tail)) {
    const octets = octetsIn(tail);
    if (octets[0] === 0xff || decodeFrame(octets).type !== "more") {
      return colouredDigits(
        tail,
        fieldsOf(octets).flatMap((field) => Array<string>(field.size).fill(field.class)),
      );
    }
  }
  return tail;
}

/** Rules with an anchor where they are defined and a link where they are used. */
function grammar(text: string, { ruleUrl, ruleAnchor }: FenceGround): Markup {
  const lines = text.split("\n").map((line, index) => {
    const { rule, definition = line } = /^(?<rule>[A-Za-z][A-Za-z0-9-]*)(?<definition>\s*=\/?.*)$/u.exec(line)?.groups ?? {};
    const anchor = rule === undefined ? undefined : ruleAnchor(rule);
    const head = rule === undefined ? "" : anchor === undefined ? html`<b class="rule">${rule}</b>` : html`<b class="rule" id="${anchor}">${rule}</b>`;
    return html`${index > 0 && "\n"}${head}${[...definition.matchAll(/"[^"]*"|;.*|%[bdxBDX][0-9A-Fa-f.-]+|<[^>]*>|[A-Za-z][A-Za-z0-9-]*|[^"%;<A-Za-z]+|./gu)].map(([piece]) => grammarPiece(piece, ruleUrl))}`;
  });
  return html`<pre class="abnf"><code>${lines}</code></pre> `;
}

function grammarPiece(piece: string, ruleUrl: FenceGround["ruleUrl"]): Markup {
  if (piece.startsWith(";")) return html`<span class="comment">${piece}</span>`;
  if (/^["%<]/u.test(piece)) return html`<span class="terminal">${piece}</span>`;
  const url = /^[A-Za-z]/u.test(piece) ? ruleUrl(piece) : undefined;
  return url === undefined ? html`${piece}` : html`<a class="rule" href="${url}">${piece}</a>`;
}
