import { afterEach, describe, expect, it, vi } from "vitest";
import { parseEndpoint, peerEndpoint } from "./endpoint.ts";

describe("an endpoint", () => {
  it.each([
    ["tcp://127.0.0.1:5555", { transport: "tcp", host: "127.0.0.1", port: 5555 }],
    ["tcp://[::1]:5555", { transport: "tcp", host: "::1", port: 5555 }],
    ["tcp://[fe80::1%eth0]:*", { transport: "tcp", host: "fe80::1%eth0", port: 0 }],
    ["tcp://*:0", { transport: "tcp", host: "0.0.0.0", port: 0 }],
    ["ws://[::1]:80/chat", { transport: "ws", secure: false, host: "::1", port: 80, path: "/chat" }],
    ["ipc://@name", { transport: "ipc", path: "@name" }],
  ])("is %s", (text, address) => {
    expect(parseEndpoint(text, false)).toEqual(address);
  });

  it.each([
    ["127.0.0.1:5555", /is no endpoint: write tcp:\/\/HOST:PORT, ipc:\/\/PATH/u],
    ["tcp://::1:5555", /IPv6 in brackets/u],
    ["tcp://[host]:5555", /IPv6 in brackets/u],
    ["tcp://127.0.0.1", /a port from 0 to 65535 or \*/u],
    ["tcp://127.0.0.1:65536", /a port from 0 to 65535/u],
    ["ws://127.0.0.1:1/#x", /write ws:\/\/HOST:PORT\/PATH/u],
    ["ipc://a\0b", /without a null octet/u],
    [`ipc://${"x".repeat(108)}`, /is too long: this system takes 10[37] octets/u],
    ["udp://127.0.0.1:1", /no transport udp, only tcp/u],
  ])("is not %j, and the error says what is", (text, words) => {
    expect(() => parseEndpoint(text, false)).toThrow(words);
  });

  it("of a peer has a port", () => {
    expect(() => peerEndpoint("tcp://127.0.0.1:*", false)).toThrow(/names no peer: connect to a host and a port/u);
  });
});

describe("on Windows", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it("ipc is refused, with what to use in its place", async () => {
    vi.resetModules();
    vi.stubGlobal("process", Object.create(process, { platform: { value: "win32" } }));
    const { parseEndpoint: parse } = await import("./endpoint.ts");
    expect(() => parse("ipc://C:\\x\\y", false)).toThrow(/Windows; use tcp or inproc/u);
    expect(parse("tcp://[::1]:1", false)).toEqual({ transport: "tcp", host: "::1", port: 1 });
  });
});
