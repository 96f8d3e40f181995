/**
 * The site: every statement has its place, every link leads somewhere, nothing comes from outside. Then it in a real browser: search, theme, keyboard, the meaning of terms,
 * accessibility. One file, as the site is built once.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { filesBelow, root } from "../checks/generate/repository.ts";
import { chromiumPath, openWindow, violations, type Window } from "./browser.ts";
import { buildSite, encodingOf } from "./build.ts";
import { urlOf } from "./sources.ts";
import { kindWords, readData, standingsOf } from "./standing.ts";

const run = promisify(execFile);
const data = readData();
const site = buildSite({ data });
const pages = [...site].filter(([url]) => url.endsWith(".html"));

describe("the site", () => {
  test("has a page for each chapter and each decision record, with a title", () => {
    const lacking = filesBelow("spec", ".md").filter((file) => !(site.get(urlOf(file)) ?? "").includes("<h1"));
    expect(lacking).toEqual([]);
  });

  test("has each statement once in its chapter, as a card with its level and those who keep it", () => {
    for (const statement of data.statements.values()) {
      const { id, level, file } = statement;
      const parts = (site.get(urlOf(file)) ?? "").split(`<article class="statement" id="${id}"`);
      expect(parts, id).toHaveLength(2);
      const card = parts[1]?.split("</article>")[0] ?? "";
      expect(card).toContain(`>${level}</span>`);
      for (const { kind, implementation } of standingsOf(statement, data)) {
        const shown = `</span> ${implementation.measurement.name}<span class="unseen"> ${kindWords[kind].word}</span>`;
        expect(card.includes(shown), `${id}: ${implementation.measurement.name} ${kind}`).toBe(kind !== "not judged");
      }
    }
  });

  test("tells of a broken statement its reason, its witness, the properties and the mutants", () => {
    const card = (site.get("spec/wire/framing.html") ?? "").split('id="framing.close-on-command-more"')[1]?.split("</article>")[0] ?? "";
    for (const shown of [
      "libzmq ignores the MORE bit of a command frame",
      'href="../../implementations/libzmq.html#framing.close-on-command-more"',
      "<code>framing/command-with-more-is-refused</code>",
      "<code>framing-accepts-command-more</code>",
    ])
      expect(card).toContain(shown);
    const witness = (site.get("implementations/libzmq.html") ?? "").split('id="framing.close-on-command-more"')[1]?.split("</section>")[0] ?? "";
    expect(witness).toContain('<span class="verb">writes</span>');
  });

  test("gives a finding of what has an engine the public issue that is known of the engine", () => {
    const standings = standingsOf(data.statements.get("request-reply.router-duplicate") ?? { id: "", fingerprint: "" }, data);
    const issueOf = (name: string): string | undefined => standings.find(({ implementation }) => implementation.measurement.name === name)?.issue?.issue;
    expect(["zeromq.js", "libzmq", "pyzmq"].map(issueOf)).toEqual(Array(3).fill("zeromq/libzmq#4503"));
  });

  test("has no link that leads nowhere", () => {
    const anchors = new Map(pages.map(([url, text]) => [url, new Set([...text.matchAll(/\sid="([^"]+)"/gu)].map(([, id = ""]) => id))]));
    const broken = pages.flatMap(([url, text]) =>
      [...text.matchAll(/\s(?:href|src)="(?!https?:|data:|mailto:)([^"]*)"/gu)].flatMap(([, href = ""]) => {
        const [path = "", anchor] = href.split("#");
        const target = path === "" ? url : posix.join(posix.dirname(url), path);
        const found = site.has(target) && (anchor === undefined || anchors.get(target)?.has(decodeURIComponent(anchor)) === true);
        return found ? [] : [`${url}: ${href}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  test("searches only what is there", () => {
    const entries = JSON.parse((site.get("assets/search.js") ?? "").replace(/^[^[]*/u, "").replace(/;\n$/u, "")) as readonly (readonly string[])[];
    expect(entries.filter(([, , , url = ""]) => !site.has(url.split("#")[0] ?? ""))).toEqual([]);
    expect(new Set(entries.map(([, title]) => title)).size).toBeGreaterThan(data.statements.size);
  });

  test("asks for nothing from outside, and runs no script but its own", () => {
    for (const [url, text] of pages) {
      expect(text, url).toMatch(/content="default-src (?:'none'|&#39;none&#39;); style-src/u);
      expect([...text.matchAll(/<(?!a\b)[a-z]+[^>]*\s(?:src|href|action|data|poster|srcset)="(?:[a-z]+:)?\/\/[^>]*>/giu)].map(([found]) => found)).toEqual([]);
      expect(/\s(?:on[a-z]+|style)="/u.exec(text)?.[0], url).toBeUndefined();
    }
    for (const [url, text] of site)
      if (/\.(?:css|js)$/u.test(url)) expect(/@import|url\(|https?:/u.exec(url === "assets/search.js" ? "" : text)?.[0], url).toBeUndefined();
  });

  test("has one h1 a page, headings without gaps, and no id twice", () => {
    for (const [url, text] of pages) {
      const levels = [...text.matchAll(/<h(\d)/gu)].map(([, level]) => Number(level));
      expect(
        levels.filter((level) => level === 1),
        url,
      ).toHaveLength(1);
      const ids = [...text.matchAll(/\sid="([^"]+)"/gu)].map(([, id]) => id);
      expect(
        ids.filter((id, index) => ids.indexOf(id) !== index),
        url,
      ).toEqual([]);
    }
  });
});

const missing = chromiumPath === undefined ? " (Chromium is not here: apt-get install chromium)" : "";

describe.skipIf(chromiumPath === undefined)(`in Chromium${missing}`, () => {
  let folder: string;
  let window: Window;
  let page: Page;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "patternwire-site-"));
    for (const [path, text] of site) {
      const file = join(folder, "site", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text, encodingOf(path));
    }
    window = await openWindow(pathToFileURL(folder).href);
    page = window.page;
  });
  afterAll(async () => {
    await window.close();
    rmSync(folder, { recursive: true });
  });

  describe("the site", () => {
    test("finds a statement by the keyboard alone, and goes to it", async () => {
      await open("index.html");
      await page.keyboard.press("/");
      expect(await focused()).toBe("search");
      await page.keyboard.type("more command bit receiver");
      await page.locator('#results [aria-selected="true"]').waitFor();
      expect(await page.locator("#results .title").allTextContents()).toContain("framing.close-on-command-more");
      await page.locator("#search").fill("framing.close-on-command-more");
      await page.locator('[aria-selected="true"] .title', { hasText: /^framing\.close-on-command-more$/u }).waitFor();
      await page.keyboard.press("Enter");
      await page.waitForURL(/spec\/wire\/framing\.html#framing\.close-on-command-more$/u);
      expect(await page.locator("article:target .id").textContent()).toBe("framing.close-on-command-more");
    });

    test("says when a search finds nothing, and closes it at Escape", async () => {
      await page.locator("#search").fill("nothingofthisname");
      await page.getByText("Nothing is found.").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("#results").waitFor({ state: "hidden" });
    });

    test("opens from a statement the witness against an implementation", async () => {
      const card = page.locator('[id="framing.close-on-command-more"]');
      await card.locator("summary").focus();
      await page.keyboard.press("Enter");
      await card.getByRole("row", { name: /zmq4/u }).getByRole("link", { name: "Witness" }).press("Enter");
      await page.waitForURL(/implementations\/zmq4\.html#framing\.close-on-command-more$/u);
      expect(await page.locator("section:target pre").textContent()).toContain("A writes");
    });

    test("switches its theme, and keeps it on the next page", async () => {
      await open("index.html");
      const light = await background();
      expect(await page.locator("#theme").getAttribute("aria-label")).toBe("Dark colours");
      await page.locator("#theme").press("Enter");
      const dark = await background();
      expect(dark).not.toBe(light);
      await open("spec/wire/greeting.html");
      expect(await background()).toBe(dark);
      await page.locator("#theme").click();
      expect(await background()).toBe(light);
    });

    test("is walked by Tab: over the navigation to the text, the search, the theme", async () => {
      await open("spec/wire/framing.html");
      await page.keyboard.press("Tab");
      expect(await focusedText()).toBe("Skip to the text");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("search");
      await page.keyboard.press("Tab");
      expect(await focused()).toBe("theme");
      await page.locator(".skip").focus();
      await page.keyboard.press("Enter");
      expect(await focused()).toBe("content");
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.querySelector('main').contains(document.activeElement)")).toBe(true);
    });

    test("tells what a term means at focus and under the pointer, until Escape", async () => {
      const tip = page.locator("#tip");
      const term = page.locator('a[data-term="frame"]').first();
      await term.focus();
      await tip.waitFor();
      expect(await tip.textContent()).toContain("the unit in which octets travel");
      expect(await term.getAttribute("aria-describedby")).toBe("tip");
      await page.keyboard.press("Escape");
      await tip.waitFor({ state: "hidden" });
      await page.locator('a[data-term="command"]').first().hover();
      await tip.waitFor();
      expect(await tip.textContent()).toContain("a name and data");
    });

    test.each(["index.html", "spec/security/null.html", "spec/notation/glossary.html", "guides/read-a-failing-report.html", "implementations/zmq.rs.html"])(
      "has nothing that axe objects to: %s",
      async (url) => {
        await open(url);
        await page.evaluate("for (const part of [...document.querySelectorAll('main details')].slice(0, 4)) part.open = true");
        expect(await violations(page)).toEqual([]);
      },
    );

    test("has contrast in dark colours too", async () => {
      await open("guides/read-a-failing-report.html");
      await page.evaluate("for (const part of document.querySelectorAll('main details')) part.open = true");
      await page.locator("#theme").click();
      expect(await violations(page, ["color-contrast"])).toEqual([]);
      await open("spec/security/null.html");
      await page.evaluate("document.querySelector('.standing').open = true");
      expect(await violations(page, ["color-contrast"])).toEqual([]);
      await page.locator("#theme").click();
    });
  });

  test("a walk needs nothing but what it meets: README, a judgement, its page, a witness, the statement, another witness", async () => {
    // The judgement of the README, of one chapter; then to the guide, by a link.
    await open("readme.html");
    const first = /^npx patternwire check .*$/mu.exec((await page.locator("main pre code").first().textContent()) ?? "")?.[0] ?? "";
    expect(await played(`${first} --quick --filter framing.*`)).toMatchObject({ code: 0, stdout: expect.stringContaining("known") as unknown });
    await page.locator("main").getByRole("link", { name: "Read a failing report" }).click();
    await page.waitForURL(/guides\/read-a-failing-report\.html$/u);
    const said = (await page.locator("main pre code").allTextContents())
      .flatMap((text) => text.trim().split("\n"))
      .filter((line) => line.startsWith("npx patternwire "));
    const [check = "", explain = ""] = said;
    expect(check).toContain("--html build/report.html --site build/site");
    // The commands as they stand, but for the folder, which is that of the site here.
    expect(await played(check)).toMatchObject({ code: 1 });
    expect(await played(explain)).toMatchObject({ code: 0 });
    // The page: from the verdict to the failing line, and what stands in it.
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    await page.locator("select[name=verdicts]").selectOption({ label: "broken" });
    const line = page.locator(".statement:not([hidden])");
    expect(await line.count()).toBe(1);
    await line.locator("summary").press("Enter");
    await line.getByRole("img").waitFor();
    for (const words of ["the connection is closed", "it stays open: a later PING is answered", "B writes 050604504f4e4778"])
      await line.getByText(words, { exact: true }).first().waitFor();
    expect(await line.locator("table.octets tr", { hasText: "flags: COMMAND, MORE" }).locator("code").textContent()).toBe("05");
    // The witness plays again by the command that stands there.
    const replay = (await line.locator(".command code").first().textContent()) ?? "";
    expect(await played(replay)).toMatchObject({ code: 1, stdout: expect.stringContaining("The failure happens again.") as unknown });
    // The statement in the site, and who else breaks it.
    await line.getByRole("link", { name: "spec/wire/framing.md" }).click();
    await page.waitForURL(/site\/spec\/wire\/framing\.html#framing\.close-on-command-more$/u);
    const card = page.locator("article:target");
    expect(await card.locator(".id").textContent()).toBe("framing.close-on-command-more");
    await card.locator("summary").press("Enter");
    await card.getByRole("row", { name: /zmq4/u }).getByRole("link", { name: "Witness" }).click();
    await page.waitForURL(/implementations\/zmq4\.html#framing\.close-on-command-more$/u);
  });

  test("no page reported an error or asked for anything outside its folder", () => {
    expect(window.offences).toEqual([]);
  });

  /** A command of a guide or of a page, from the root of the repository; what is named below build/ is in the folder of this test. */
  async function played(command: string): Promise<{ readonly code: unknown; readonly stdout: string }> {
    const [, , ...words] = command
      .replace(/ +# .*$/u, "")
      .replaceAll("build/", `${folder}/`)
      .split(" ");
    try {
      return { code: 0, stdout: (await run(process.execPath, [join(root, "conformance/cli/patternwire.js"), ...words], { cwd: root })).stdout };
    } catch (error) {
      const { code, stdout } = error as { readonly code: unknown; readonly stdout: string };
      return { code, stdout };
    }
  }

  async function open(url: string): Promise<void> {
    await page.goto(pathToFileURL(join(folder, "site", url)).href, { waitUntil: "load" });
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
