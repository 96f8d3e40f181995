/**
 * The reference in a browser: what is built for it, and a page in the Chromium of the machine that subscribes to a publisher on Node and to one of libzmq, and asks a REP of libzmq
 * behind a proxy. `PATTERNWIRE_SCREENSHOT=FILE` keeps the picture for the guide.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as libzmq from "zeromq";
import { Context, Dealer, Proxy, Router, XPublisher } from "../../../reference/index.ts";
import { projectRoot } from "../../kit/root.ts";
import { bundleForBrowsers, compileForBrowsers } from "./build.ts";

/** What a page has to load, in octets; a change that makes it larger says so here. */
const largestBundle = 95_000;
const chromiumPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
const folder = mkdtempSync(join(tmpdir(), "patternwire-browser-"));
let bundle = "";

beforeAll(async () => {
  // The compiler has no types of Node here: whatever used one would stop it.
  compileForBrowsers(folder);
  bundle = await bundleForBrowsers(folder);
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the bundle for browsers", () => {
  it(`has at most ${String(largestBundle)} octets`, () => {
    expect(Buffer.byteLength(bundle)).toBeLessThanOrEqual(largestBundle);
    expect(Buffer.byteLength(bundle)).toBeGreaterThan(20_000);
  });

  it("names nothing that only Node has", () => {
    expect(bundle.match(/\bnode:|\brequire\s*\(|(?<![.\w])(?:process|Buffer|setImmediate|__dirname)\b/gu)).toBeNull();
  });
});

describe.skipIf(chromiumPath === undefined)(
  `a page in Chromium${chromiumPath === undefined ? " (not played: there is none; apt-get install chromium)" : ""}`,
  () => {
    const open: { close(): unknown }[] = [];
    let page: Page;
    const offences: string[] = [];
    const asked: string[] = [];
    let address = "";

    beforeAll(async () => {
      const html = readFileSync(join(projectRoot(), "conformance/joint/browser/page.html"));
      const server = createServer((request, response) => {
        const isScript = request.url === "/patternwire.js";
        if (request.url === "/favicon.ico") response.writeHead(204).end();
        else response.writeHead(200, { "Content-Type": isScript ? "text/javascript" : "text/html" }).end(isScript ? bundle : html);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      address = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
      const browser = await chromium.launch({
        executablePath: chromiumPath ?? "",
        args: ["disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"].map(
          (name) => `--${name}`,
        ),
        chromiumSandbox: false,
      });
      page = await browser.newPage({ colorScheme: "light", viewport: { width: 820, height: 640 } });
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") offences.push(message.text());
      });
      page.on("pageerror", (error) => offences.push(error.message));
      page.on("request", (request) => asked.push(request.url()));
      open.push(browser, server);
    }, 120_000);
    afterAll(async () => {
      for (const one of open.splice(0)) await one.close();
    });

    /** A broker of the reference between WebSocket and a REP of libzmq over tcp, which answers with lengths. */
    async function broker(): Promise<string> {
      const reply = new libzmq.Reply({ linger: 0 });
      await reply.bind("tcp://127.0.0.1:*");
      const [front, back] = [new Router({ linger: 0 }), new Dealer({ linger: 0 })];
      await front.bind("ws://127.0.0.1:*/bus");
      back.connect(reply.lastEndpoint ?? "");
      const proxy = new Proxy(front, back);
      open.push(reply, {
        close: () => {
          proxy.terminate();
        },
      });
      void proxy.run();
      void (async () => {
        for await (const [operation, question] of reply) await reply.send(`${String(operation)} ${String(question?.length)}`);
      })();
      return front.lastEndpoint ?? "";
    }

    it("subscribes to a publisher on Node and to one of libzmq, and asks a REP of libzmq behind a proxy", async () => {
      const publisher = new XPublisher({ linger: 0 });
      const foreign = new libzmq.XPublisher({ linger: 0 });
      open.push(publisher, foreign);
      await publisher.bind("ws://127.0.0.1:*/feed");
      await foreign.bind("ws://127.0.0.1:*/feed");
      const bus = await broker();
      const query = new URLSearchParams({ feed: publisher.lastEndpoint ?? "", bus, libzmq: foreign.lastEndpoint ?? "" });
      await page.goto(`${address}?${query.toString()}`);
      for (const socket of [publisher, foreign]) {
        expect(String((await socket.receive())[0])).toBe("\u0001weather");
        await socket.send(["sport", "nil to nil"]);
        await socket.send(["weather", "rain"]);
        await socket.send(["weather", "later on sun"]);
      }
      await page.waitForFunction(
        `document.querySelectorAll("#news li").length === 2 && document.querySelectorAll("#libzmq li").length === 2 && document.querySelector("#answers").textContent.split("\\n").length === 3`,
      );
      expect(await page.locator("#news li").allTextContents()).toEqual(["rain", "later on sun"]);
      expect(await page.locator("#libzmq li").allTextContents()).toEqual(["rain", "later on sun"]);
      expect(await page.locator("#answers").textContent()).toBe(`six times seven: length 15\n${"x".repeat(20)}: length 70000\n`);
      const picture = process.env["PATTERNWIRE_SCREENSHOT"];
      if (picture !== undefined) await page.screenshot({ path: picture });
      expect(offences).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(address))).toEqual([]);
    });

    it("says what a page cannot do", async () => {
      await page.goto(address.replace(/\/$/u, "/nothing-to-connect-to"));
      const refusals = `import("/patternwire.js").then(async ({ Reply, Dealer }) => {
      const refusal = async (act) => { try { await act(); return "none"; } catch (error) { return error.code + ": " + error.message; } };
      return [
        await refusal(() => new Reply().bind("ws://127.0.0.1:0/x")),
        await refusal(() => new Dealer().connect("tcp://127.0.0.1:1")),
        await refusal(() => new Dealer({ curveSecretKey: new Uint8Array(32), curveServerKey: new Uint8Array(32) }).connect("ws://127.0.0.1:1")),
      ];
    })`;
      expect(await page.evaluate(refusals)).toEqual([
        "EPROTONOSUPPORT: a page cannot bind ws: let the other side bind, and connect to it",
        "EPROTONOSUPPORT: there is no transport tcp in a browser: use ws, wss or inproc",
        "ENOTSUP: there is no CURVE in a browser: connect to wss, which encrypts",
      ]);
    });

    it("meets another socket of the page within the process, and a server of PLAIN over WebSocket", async () => {
      const context = new Context({ authenticate: ({ username, password }) => username === "ada" && password === "letmein" });
      const server = new Dealer({ context, linger: 0, plainServer: true });
      open.push(server);
      await server.bind("ws://127.0.0.1:*/door");
      const within = `import("/patternwire.js").then(async ({ Pair, Dealer }) => {
      const [one, other] = [new Pair(), new Pair()];
      await one.bind("inproc://pair");
      other.connect("inproc://pair");
      await one.send("within");
      const dealer = new Dealer({ plainUsername: "ada", plainPassword: "letmein" });
      dealer.connect(${JSON.stringify(server.lastEndpoint)});
      await dealer.send("from outside");
      return new TextDecoder().decode((await other.receive())[0]);
    })`;
      expect(await page.evaluate(within)).toBe("within");
      expect((await server.receive()).map(String)).toEqual(["from outside"]);
    });
  },
);
