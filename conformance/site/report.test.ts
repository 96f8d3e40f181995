/** The HTML report in a real browser: filter, what is packed, links, theme, keyboard, accessibility. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readJson } from "../checks/generate/repository.ts";
import type { Report } from "../kit/model.ts";
import { conformingReport, exampleReport } from "../reports/example-report.ts";
import { htmlReport } from "../reports/html/report.ts";
import type { HtmlOptions } from "../reports/html/statements.ts";
import { chromiumPath, openWindow, violations, type Window } from "./browser.ts";

const missing = chromiumPath === undefined ? " (Chromium is not here: apt-get install chromium)" : "";

describe.skipIf(chromiumPath === undefined)(`the HTML report in Chromium${missing}`, () => {
  let folder: string;
  let window: Window;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "patternwire-page-"));
    const options: HtmlOptions = {
      statements: new Map(),
      decisionRecord: (number) => `decision ${number}`,
      replayCommand: () => "npx patternwire replay witness.json -- ./my-adapter",
    };
    const largest = readJson("conformance/reports/zeromq.js.json") as Report;
    const others = ["one", "two", "three"].map((name) => ({ ...largest, implementation: { ...largest.implementation, name } }));
    writeFileSync(join(folder, "two.html"), htmlReport([exampleReport, conformingReport], options));
    // So many failures that they are packed whole.
    writeFileSync(join(folder, "many.html"), htmlReport([largest, ...others], options));
    window = await openWindow(pathToFileURL(folder).href);
    page = window.page;
  });
  afterAll(async () => {
    await window.close();
    rmSync(folder, { recursive: true });
  });

  test("is filtered by words, by verdict and by level, and shows all again", async () => {
    await open("two.html");
    const shown = page.locator("#shown");
    const all = (await shown.textContent()) ?? "";
    await page.getByLabel("Text").fill("close-on-command-more");
    expect(await shown.textContent()).toMatch(/^1 of \d+ statements$/u);
    await page.locator("#show-all").click();
    expect(await shown.textContent()).toBe(all);
    await page.locator("select[name=verdicts]").selectOption({ label: "known failure" });
    await page.locator("select[name=level]").selectOption("MUST");
    const levels = await page.locator(".statement:not([hidden]) .level").allTextContents();
    expect([...new Set(levels)]).toEqual(["MUST"]);
    expect(await page.locator(".chapter:not([hidden])").count()).toBeLessThan(await page.locator(".chapter").count());
    await page.locator("#show-all").click();
  });

  test("opens the statement that its address names, although the filter hides it", async () => {
    await page.getByLabel("Text").fill("greeting");
    await page.evaluate("location.hash = '#framing.close-on-command-more'");
    const statement = page.locator('[id="framing.close-on-command-more"][open]');
    await statement.locator(".trace").first().waitFor();
    // The filter stays at the top, and hides nothing of it.
    expect(
      await page.evaluate(`(() => {
          const summary = document.activeElement;
          const { left, top } = summary.getBoundingClientRect();
          return summary.contains(document.elementFromPoint(left + 20, top + 2));
        })()`),
    ).toBe(true);
    expect(await focusedText()).toContain("framing.close-on-command-more");
    await page.keyboard.press("Enter");
    await statement.waitFor({ state: "detached" });
  });

  test("unpacks the drawing and the octets when a statement is opened, by the keyboard too, and finds words in them before", async () => {
    await open("two.html");
    const statement = page.locator('[id="framing.close-on-command-more"]');
    expect(await statement.locator("svg, table").count()).toBe(0);
    // Words of the octets alone.
    await page.getByLabel("Text").fill('"PING" COMMAND, MORE');
    await page.waitForFunction(`document.querySelector("#shown").textContent.startsWith("2 of")`);
    await page.locator("#show-all").click();
    await statement.locator("summary").focus();
    await page.keyboard.press("Enter");
    await statement.getByRole("img", { name: "framing.close-on-command-more: framing/command-more" }).waitFor();
    expect(await statement.locator("table.octets caption").allTextContents()).toEqual(["A writes"]);
    expect(await statement.locator("[data-piece]").count()).toBe(0);
    await statement.locator(".copy").first().click();
    await statement.getByText(/^(?:Copied|Marked: press Ctrl-C)$/u).waitFor();
  });

  test("opens all that are shown, so that a print has them whole", async () => {
    await open("two.html");
    await page.locator("select[name=verdicts]").selectOption({ label: "broken" });
    await page.locator("#open-all").click();
    await page.waitForFunction(`document.querySelectorAll(".statement:not([hidden]) [data-piece]").length === 0`);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#framing\\.close-on-command-more svg").isVisible()).toBe(true);
    expect(await page.locator("#filter, .copy").filter({ visible: true }).count()).toBe(0);
    await page.emulateMedia({ media: null });
  });

  test("goes from the table of implementations to a witness, even one that is packed whole", async () => {
    await open("two.html");
    await page.locator("tr", { hasText: "framing.close-on-command-more" }).getByRole("link", { name: "broken" }).press("Enter");
    await page.locator('[id="witness:framing.close-on-command-more:1"] svg').waitFor();
    await open("many.html");
    expect(await page.locator("h5").count()).toBe(0);
    await page.locator("tr", { hasText: "framing.close-on-command-more" }).getByRole("link").nth(3).press("Enter");
    const witness = page.locator('[id="witness:framing.close-on-command-more:3"]');
    await witness.locator("svg").waitFor();
    await page.waitForFunction(`(() => {
        const { top } = document.getElementById("witness:framing.close-on-command-more:3").getBoundingClientRect();
        return top > 0 && top < innerHeight / 2;
      })()`);
    expect(await violations(page)).toEqual([]);
  });

  test("says what to do where nothing can be unpacked, and without a script", async () => {
    const [old, bare] = [await window.another(), await window.another({ javaScriptEnabled: false })];
    const address = pathToFileURL(join(folder, "two.html")).href;
    await old.addInitScript("delete globalThis.DecompressionStream");
    await old.goto(`${address}#framing.close-on-command-more`);
    await old.getByText("packed in a way that this browser does not know").first().waitFor();
    await bare.goto(address);
    await bare.locator("noscript p").waitFor();
    await bare.locator('[id="framing.close-on-command-more"] summary').click();
    await bare.getByText("the connection is open: a PING is answered").first().waitFor();
    expect(await bare.locator(".copy, #filter").filter({ visible: true }).count()).toBe(0);
  });

  test("begins with a link to the statements, and switches its theme", async () => {
    await open("two.html");
    await page.keyboard.press("Tab");
    expect(await focusedText()).toBe("Skip to the statements");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("statements");
    const light = await background();
    await page.locator("#theme").press("Enter");
    expect(await background()).not.toBe(light);
    expect(await page.locator("#theme").getAttribute("aria-label")).toBe("Use light colours");
  });

  test("compares several, and has nothing that axe objects to, in either theme", async () => {
    await open("two.html");
    await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
    await page.waitForFunction(`document.querySelectorAll("[data-piece]").length === 0`);
    expect(await violations(page)).toEqual([]);
    await page.locator("#theme").click();
    expect(await violations(page, ["color-contrast"])).toEqual([]);
  });

  test("reported no error, and asked for nothing from outside", () => {
    expect(window.offences).toEqual([]);
  });

  async function open(url: string): Promise<void> {
    await page.goto(pathToFileURL(join(folder, url)).href, { waitUntil: "load" });
  }

  async function focused(): Promise<unknown> {
    return page.evaluate("document.activeElement.id");
  }

  async function focusedText(): Promise<unknown> {
    return page.evaluate("document.activeElement.textContent");
  }

  async function background(): Promise<unknown> {
    return page.evaluate("getComputedStyle(document.body).backgroundColor");
  }
});
