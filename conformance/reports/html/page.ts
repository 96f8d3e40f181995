/** The frame of a page that needs no network: style and script inside, and a rule for the browser that nothing else is loaded or run. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../../kit/root.ts";
import { html, verbatim, type Markup } from "./markup.ts";

export interface Page {
  readonly title: string;
  readonly description: string;
  readonly body: Markup;
  /** An element that is not shown, and that the script reads. */
  readonly data: Markup;
}

/** A whole document, with a line feed at its end. */
export function page({ title, description, body, data }: Page): string {
  const style = asset("style.css");
  const script = ["copy.js", "script.js"].map(asset).join("");
  const policy = `default-src 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="description" content="${description}" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        ${verbatim("style", style)}
      </head>
      <body>
        ${body} ${data} ${verbatim("script", script)}
      </body>
    </html> `;
  return `${document.toString().trim()}\n`;
}

/** A file of this folder, as it stands in the sources and in the package. */
function asset(name: string): string {
  return readFileSync(join(projectRoot(), "conformance/reports/html", name), "utf8");
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
