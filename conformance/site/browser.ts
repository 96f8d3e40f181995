/** The Chromium of the machine with one page, for the tests: it hears what the page complains of and what it asks for. */
import { existsSync } from "node:fs";
import axe from "axe-core";
import { chromium, type BrowserContextOptions, type Page } from "playwright-core";

export const chromiumPath: string | undefined = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));

export interface Window {
  readonly page: Page;
  /** Errors of pages, and requests for anything that does not begin with the address given. */
  readonly offences: readonly string[];
  /** One more page, with settings and storage of its own. */
  readonly another: (options?: BrowserContextOptions) => Promise<Page>;
  readonly close: () => Promise<void>;
}

const switches = ["disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"];

/** Throws when there is no Chromium. */
export async function openWindow(address: string): Promise<Window> {
  if (chromiumPath === undefined) throw new Error("Chromium is not here: apt-get install chromium");
  const browser = await chromium.launch({ executablePath: chromiumPath, args: switches.map((name) => `--${name}`), chromiumSandbox: false });
  const offences: string[] = [];
  const another = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await browser.newPage({ colorScheme: "light", viewport: { width: 1400, height: 900 }, ...options });
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") offences.push(`${page.url()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => offences.push(`${page.url()}: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith(address) && !request.url().startsWith("data:")) offences.push(request.url());
    });
    return page;
  };
  return { page: await another(), offences, another, close: () => browser.close() };
}

/** What axe objects to on the page; by all of its rules, or by those named. */
export async function violations(page: Page, rules?: readonly string[]): Promise<unknown> {
  if ((await page.evaluate("typeof axe")) === "undefined") await page.evaluate(axe.source);
  // It would fetch style sheets again, which a page does not allow.
  const options = { resultTypes: ["violations"], preload: false, ...(rules !== undefined && { runOnly: { type: "rule", values: rules } }) };
  return page.evaluate(`axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 200) + " " + failureSummary).join("; ")))`);
}
