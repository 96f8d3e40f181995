/** A report as a badge: a small SVG, or the JSON that shields.io draws one from. */
import type { Report } from "../kit/model.ts";
import { html, type Markup } from "./html/markup.ts";
import { stableJson } from "./json.ts";

export interface BadgeWords {
  readonly label: string;
  readonly message: string;
  readonly colour: "green" | "orange" | "red" | "grey";
}

/** `240 of 240 kept`; known failures count as broken, as the badge is for those who choose an implementation. */
export function badgeWords({ summary, statements, complete, exitCode }: Report): BadgeWords {
  const label = "ZMTP conformance";
  if (!complete) return { label, message: "run interrupted", colour: "grey" };
  const kept = statements.filter(({ verdict }) => verdict === "pass").length;
  const broken = statements.filter(({ verdict }) => verdict === "fail").length;
  const judged = kept + broken + statements.filter(({ verdict }) => verdict === "warning").length;
  if (judged === 0 || exitCode === 3) return { label, message: "no verdict", colour: "grey" };
  const message = `${String(kept)} of ${String(judged)} kept`;
  return { label, message, colour: broken > 0 ? (summary.fail > 0 ? "red" : "orange") : exitCode === 0 ? "green" : "orange" };
}

/** By https://shields.io/badges/endpoint-badge: schema version 1. */
export function badgeJson(report: Report): string {
  const { label, message, colour } = badgeWords(report);
  return stableJson({ schemaVersion: 1, label, message, color: colour });
}

const fills: Readonly<Record<BadgeWords["colour"], string>> = { green: "#1a7f4b", orange: "#a85400", red: "#b3261e", grey: "#5c6470" };
const height = 20;
const sidePadding = 6;
/** Pixels a character takes in 11px Verdana, on the average; the text is fitted to it, whatever font there is. */
const characterWidth = 6.6;

/** 20 pixels high, with a title for screen readers. */
export function badgeSvg(report: Report): string {
  const { label, message, colour } = badgeWords(report);
  const widths = [label, message].map((text) => Math.ceil(text.length * characterWidth));
  const [labelWidth = 0, messageWidth = 0] = widths.map((width) => width + 2 * sidePadding);
  const total = labelWidth + messageWidth;
  const text = (words: string, x: number, width = 0): Markup => html`<text x="${x}" y="14" textLength="${width}">${words}</text>`;
  const body = html`<svg xmlns="http://www.w3.org/2000/svg" width="${total}" height="${height}" role="img" aria-label="${label}: ${message}">
    <title>${label}: ${message}</title>
    <clipPath id="corners"><rect width="${total}" height="${height}" rx="3" /></clipPath>
    <g clip-path="url(#corners)">
      <rect width="${labelWidth}" height="${height}" fill="#3a3f47" />
      <rect x="${labelWidth}" width="${messageWidth}" height="${height}" fill="${fills[colour]}" />
    </g>
    <g fill="#fff" font-family="Verdana,Geneva,DejaVu Sans,sans-serif" font-size="11">
      ${text(label, sidePadding, widths[0])}${text(message, labelWidth + sidePadding, widths[1])}
    </g>
  </svg> `;
  return body.toString();
}
