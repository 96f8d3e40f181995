/** `wss`: the same through TLS. A certificate is made by openssl, and a program of its own trusts it, as Node reads such certificates at its start. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createServer } from "node:tls";
import { promisify } from "node:util";
import { execFile } from "node:child_process";
import { afterAll, describe, expect, it } from "vitest";
import { Reply } from "../index.ts";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "patternwire-tls-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe.skipIf(!hasOpenssl)(`through TLS${hasOpenssl ? "" : " (not played: there is no openssl to make a certificate)"}`, () => {
  it.each([
    ["trusts it", true],
    ["does not know it", false],
  ])("a socket connects to wss when it %s", async (_what, trusts) => {
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
    const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    execFileSync("openssl", ["req", "-x509", ...curve, "-days", "2", ...subject, "-keyout", key, "-out", cert], { stdio: "ignore" });
    const reply = new Reply({ linger: 0 });
    await reply.bind("ws://127.0.0.1:*/bus");
    const inner = Number(new URL(reply.lastEndpoint ?? "").port);
    let refused = 0;
    const proxy = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (outer) => {
      const stream = connect(inner, "127.0.0.1");
      outer.pipe(stream).pipe(outer);
      for (const one of [outer, stream]) one.on("error", () => one.destroy());
    });
    proxy.on("tlsClientError", () => (refused += 1));
    await new Promise<void>((done) => proxy.listen(0, "localhost", done));
    const program = `
      import { Request } from ${JSON.stringify(resolve("dist/reference/index.js"))};
      const request = new Request({ linger: 0 });
      const events = request.events;
      request.connect("wss://localhost:${String((proxy.address() as AddressInfo).port)}/bus");
      await request.send("hello");
      const failed = (async () => { for await (const { type } of events) if (type === "close") return "not connected"; })();
      console.log(await Promise.race([request.receive().then(([answer]) => String(answer)), failed]));
      process.exit(0);`;
    const answering = reply.receive().then(
      ([question]) => reply.send(`${String(question)} through TLS`),
      () => undefined,
    );
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], {
      env: { ...process.env, ...(trusts ? { NODE_EXTRA_CA_CERTS: cert } : {}) },
    });
    expect(stdout).toBe(trusts ? "hello through TLS\n" : "not connected\n");
    expect(refused > 0).toBe(!trusts);
    reply.close();
    proxy.close();
    await answering;
  });
});
