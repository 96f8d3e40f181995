/**
 * The reference in a browser: what is built for it, and a page in the Chromium of the machine that subscribes to a publisher on Node and to one of libzmq, and asks a REP of libzmq
 * behind a proxy. `PATTERNWIRE_SCREENSHOT=FILE` keeps the picture for the guide.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as libzmq from "zeromq";
import { Context, Dealer, Proxy, Router, XPublisher } from "../../../reference/index.ts";
import { limits } from "../../../reference/base/limits.ts";
import { projectRoot } from "../../kit/root.ts";
import { bundleForBrowsers, compileForBrowsers } from "./build.ts";

/** What a page has to load, in octets; a change that makes it larger says so here. */
const largestBundle = 95_000;
const mebibyte = 2 ** 20;
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
    let browser: Browser;
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
      browser = await chromium.launch({
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

    /** A page whose connections of WebSocket are counted: what came on them, how the page left them, and how much waited at most to be sent. */
    async function countingPage(): Promise<Page> {
      const counting = await browser.newPage();
      counting.setDefaultTimeout(100_000);
      await counting.addInitScript(`
        globalThis.heard = 0;
        globalThis.opened = 0;
        globalThis.left = [];
        globalThis.mostWaiting = 0;
        globalThis.WebSocket = class extends WebSocket {
          constructor(...words) {
            super(...words);
            this.addEventListener("message", () => { heard += 1; });
            this.addEventListener("open", () => { opened += 1; });
          }
          close(status) {
            left.push(status);
            super.close(status);
          }
          send(octets) {
            super.send(octets);
            mostWaiting = Math.max(mostWaiting, this.bufferedAmount);
          }
        };`);
      await counting.goto(address.replace(/\/$/u, "/nothing-to-connect-to"));
      return counting;
    }

    it("that receives slowly loses nothing of what waits in it, up to the limit: libzmq sends, and is held back by nobody", async () => {
      const slow = await countingPage();
      const push = new libzmq.Push({ linger: 0 });
      open.push(push);
      await push.bind("ws://127.0.0.1:*/much");
      const connect = `import("/patternwire.js").then(({ Pull }) => {
        globalThis.pull = new Pull({ receiveHighWaterMark: 1 });
        pull.connect(${JSON.stringify(push.lastEndpoint)});
      })`;
      await slow.evaluate(connect);
      const count = 48;
      for (let number = 0; number < count; number += 1) await push.send([String(number), Buffer.alloc(mebibyte)]);
      // All of it has come before the page takes the first: its identity, and two frames a message.
      await slow.waitForFunction(`heard === ${String(1 + 2 * count)}`);
      const received = await slow.evaluate(`(async () => {
        const numbers = [];
        while (numbers.length < ${String(count)}) {
          const [number, octets] = await pull.receive();
          numbers.push(new TextDecoder().decode(number) + " " + octets.length);
        }
        return numbers;
      })()`);
      expect(received).toEqual(Array.from({ length: count }, (_, number) => `${String(number)} ${String(mebibyte)}`));
      expect(await slow.evaluate("left")).toEqual([]);
    });

    it("that receives too slowly leaves its peer at the limit, keeps what it was given, and connects again", async () => {
      const slow = await countingPage();
      const push = new libzmq.Push({ linger: 0 });
      open.push(push);
      await push.bind("ws://127.0.0.1:*/too-much");
      const connect = `import("/patternwire.js").then(({ Pull }) => {
        globalThis.pull = new Pull({ receiveHighWaterMark: 1, reconnectInterval: 10 });
        pull.connect(${JSON.stringify(push.lastEndpoint)});
      })`;
      await slow.evaluate(connect);
      const count = limits.heldSize / mebibyte + 8;
      for (let number = 0; number < count; number += 1) await push.send([String(number), Buffer.alloc(mebibyte)]);
      await slow.waitForFunction("left.length === 1 && opened === 2");
      const received = slow.evaluate(`(async () => {
        const texts = [];
        do texts.push(new TextDecoder().decode((await pull.receive())[0])); while (texts.at(-1) !== "after");
        return texts;
      })()`);
      // The browser ends the first connection in its own time: one of these goes to the second in any case.
      await push.send("after");
      await push.send("after");
      const numbers = ((await received) as readonly string[]).slice(0, -1).map(Number);
      expect(numbers[0]).toBe(0);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
      expect(numbers.length).toBeLessThan(count);
      expect(await slow.evaluate("left")).toEqual([1000]);
    });

    it("that sends more than its peer takes keeps no more than a buffer in the browser, and all of it arrives", async () => {
      const fast = await countingPage();
      const pull = new libzmq.Pull({ linger: 0, receiveHighWaterMark: 1 });
      open.push(pull);
      await pull.bind("ws://127.0.0.1:*/sink");
      const count = 400;
      // Chromium sends what is larger in fragments, which libzmq does not put together (websocket.fragments).
      const size = 49_152;
      const sent = fast.evaluate(`import("/patternwire.js").then(async ({ Push }) => {
        const push = new Push({ sendHighWaterMark: 1 });
        push.connect(${JSON.stringify(pull.lastEndpoint)});
        for (let number = 0; number < ${String(count)}; number += 1) await push.send([String(number), new Uint8Array(${String(size)})]);
        return mostWaiting;
      })`);
      for (let number = 0; number < count; number += 1) expect(String((await pull.receive())[0])).toBe(String(number));
      const most = (await sent) as number;
      expect(most).toBeGreaterThan(0);
      // What was below the limit takes one more frame.
      expect(most).toBeLessThanOrEqual(limits.linkBufferSize + size + 1);
    });
  },
);
