/** Mechanisms through the API: who is let in, who is not, and what is told of it. */
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import {
  Context,
  curveKeyPair,
  Dealer,
  Reply,
  Request,
  UsageError,
  z85Decode,
  type AuthenticationRequest,
  type AuthenticationResult,
  type Event,
  type Socket,
} from "../index.ts";

const open: Socket[] = [];
const keep = <S extends Socket>(socket: S): S => (open.push(socket), socket);
const serverKeys = curveKeyPair();
const clientKeys = curveKeyPair();
const plainUser = { plainUsername: "ada", plainPassword: "s3cret-word" };
const curveUser = { curveServerKey: serverKeys.publicKey, curvePublicKey: clientKeys.publicKey, curveSecretKey: clientKeys.secretKey };
const curveHost = { curveServer: true, curveSecretKey: serverKeys.secretKey };

afterEach(() => {
  for (const socket of open.splice(0)) socket.close();
});

async function pair(server: object, client: object, context = new Context()): Promise<readonly [Dealer, Dealer]> {
  const a = keep(new Dealer({ ...server, linger: 0, context }));
  const b = keep(new Dealer({ ...client, linger: 0, reconnectInterval: -1, context }));
  await a.bind("tcp://127.0.0.1:0");
  b.connect(a.lastEndpoint ?? "");
  return [a, b];
}

/** The next event of one of the types. */
async function eventOf(socket: Socket, ...types: readonly Event["type"][]): Promise<Event> {
  for await (const event of socket.events) if (types.includes(event.type)) return event;
  throw new Error("the events ended");
}

const ended = ["handshake", "handshake:error:auth", "handshake:error:other", "handshake:error:protocol"] as const;

describe("a function of the application decides", () => {
  const asked: AuthenticationRequest[] = [];
  const deciding = (result: AuthenticationResult | (() => never)): Context => {
    asked.splice(0);
    const authenticate = (request: AuthenticationRequest): AuthenticationResult => {
      asked.push(request);
      return typeof result === "function" ? result() : result;
    };
    return new Context({ authenticate });
  };

  it("about PLAIN, and learns who asks", async () => {
    const [a, b] = await pair({ plainServer: true, zapDomain: "here" }, plainUser, deciding(true));
    await b.send(["in"]);
    expect(String((await a.receive())[0])).toBe("in");
    expect(asked).toEqual([{ mechanism: "PLAIN", domain: "here", address: "127.0.0.1", identity: Buffer.alloc(0), username: "ada", password: "s3cret-word" }]);
  });

  it("about CURVE, and learns the client's key and identity", async () => {
    const [a, b] = await pair(curveHost, { ...curveUser, routingId: "me" }, deciding(200));
    await b.send(["in"]);
    await a.receive();
    expect(asked).toEqual([{ mechanism: "CURVE", domain: "", address: "127.0.0.1", identity: Buffer.from("me"), clientKey: clientKeys.publicKey }]);
  });

  it("about NULL when there is a domain, and only then", async () => {
    const [a, b] = await pair({ zapDomain: "here" }, {}, deciding(true));
    await b.send(["in"]);
    await a.receive();
    expect(asked.map(({ mechanism }) => mechanism)).toEqual(["NULL"]);
    const [c, d] = await pair({}, {}, deciding(false));
    await d.send(["in"]);
    await c.receive();
    expect(asked).toEqual([]);
  });

  it.each([
    [false, 400],
    [400, 400],
    [500, 500],
    [300, 300],
  ] as const)("%s refuses with status %i", async (result, status) => {
    const [a, b] = await pair(curveHost, curveUser, deciding(result));
    const [atServer, atClient] = await Promise.all([eventOf(a, ...ended), eventOf(b, ...ended)]);
    expect(atServer).toMatchObject({ type: "handshake:error:auth", error: { status } });
    // Who may try again is not told by an ERROR.
    expect(atClient).toMatchObject(status === 300 ? { type: "handshake:error:other" } : { type: "handshake:error:auth", error: { status } });
  });

  it("that throws refuses as an internal error, and what it throws stays untold", async () => {
    const [a] = await pair(
      { plainServer: true },
      plainUser,
      deciding(() => {
        throw new Error("s3cret-word");
      }),
    );
    const event = await eventOf(a, ...ended);
    expect(event).toMatchObject({ type: "handshake:error:auth", error: { status: 500 } });
    expect(inspect(event)).not.toContain("s3cret-word");
  });
});

describe("a handler of ZAP decides", () => {
  type Alter = (parts: readonly Buffer[]) => readonly (string | Buffer)[];
  const good: Alter = ([, id = Buffer.alloc(0)]) => ["1.0", id, "200", "", "", ""];

  async function handler(context: Context, reply: Alter): Promise<void> {
    const socket = keep(new Reply({ linger: 0, context }));
    await socket.bind("inproc://zeromq.zap.01");
    void (async () => {
      for await (const parts of socket) await socket.send([...reply(parts)]);
    })();
  }

  it("and gets all parts of the question", async () => {
    const context = new Context();
    const asked: string[][] = [];
    await handler(context, (parts) => (asked.push(parts.map(String)), good(parts)));
    const [a, b] = await pair({ plainServer: true, zapDomain: "here" }, plainUser, context);
    await b.send(["in"]);
    await a.receive();
    expect(asked).toEqual([["1.0", "1", "here", "127.0.0.1", "", "PLAIN", "ada", "s3cret-word"]]);
  });

  const answers: readonly (readonly [what: string, reply: Alter, statement: string])[] = [
    ["another version", ([, id = ""]) => ["1.1", id, "200", "", "", ""], "zap.reply-version"],
    ["another status", ([, id = ""]) => ["1.0", id, "201", "", "", ""], "zap.reply-status"],
    ["a part too few", ([, id = ""]) => ["1.0", id, "200", "", ""], "zap.reply-parts"],
    ["a part too many", ([, id = ""]) => ["1.0", id, "200", "", "", "", ""], "zap.reply-parts"],
    ["malformed metadata", ([, id = ""]) => ["1.0", id, "200", "", "", "\u0005"], "zap.reply-metadata"],
    ["status 400", ([, id = ""]) => ["1.0", id, "400", "", "", ""], "zap.refuse"],
  ];
  it.each(answers)("and %s refuses", async (_what, reply, statement) => {
    const context = new Context();
    await handler(context, reply);
    const [a] = await pair({ zapDomain: "here" }, {}, context);
    expect(await eventOf(a, ...ended)).toMatchObject({ error: { requirement: statement } });
  });

  it("and a reply with another request id counts for nobody", async () => {
    const context = new Context();
    await handler(context, () => ["1.0", "another", "200", "", "", ""]);
    const [a] = await pair({ zapDomain: "here", handshakeInterval: 100 }, {}, context);
    expect(await eventOf(a, ...ended)).toMatchObject({ type: "handshake:error:other", error: { requirement: "handshake.timeout" } });
  });

  it("and one that closes refuses who still waits", async () => {
    const context = new Context();
    const socket = keep(new Reply({ linger: 0, context }));
    await socket.bind("inproc://zeromq.zap.01");
    const [a] = await pair({ zapDomain: "here" }, {}, context);
    const event = eventOf(a, ...ended);
    await socket.receive();
    socket.close();
    expect(await event).toMatchObject({ error: { requirement: "zap.no-handler" } });
  });
});

describe("nobody decides", () => {
  it.each([
    ["PLAIN", { plainServer: true }, plainUser, "plain.nobody-decides"],
    ["NULL with a domain", { zapDomain: "here" }, {}, "zap.no-handler"],
    ["CURVE with a domain", { ...curveHost, zapDomain: "here" }, curveUser, "zap.no-handler"],
  ])("and %s refuses everybody", async (_what, server, client, statement) => {
    const [a] = await pair(server, client);
    expect(await eventOf(a, ...ended)).toMatchObject({ error: { requirement: statement } });
  });

  it("and CURVE without a domain lets in who knows the server's key", async () => {
    const [a, b] = await pair(curveHost, curveUser);
    expect(b.securityMechanism).toBe("curve");
    await b.send(["in"]);
    expect(String((await a.receive())[0])).toBe("in");
  });
});

describe("options that make no mechanism", () => {
  it.each([
    ["a server without a secret key", { curveServer: true }],
    ["a client without keys of its own", { curveServerKey: serverKeys.publicKey }],
    ["keys that do not belong together", { ...curveUser, curvePublicKey: serverKeys.publicKey }],
    ["a server's key of small order", { ...curveUser, curveServerKey: new Uint8Array(32) }],
  ])("are refused when they are needed: %s", async (_what, options) => {
    const socket = keep(new Request({ ...options, linger: 0 }));
    expect(() => socket.connect("tcp://127.0.0.1:9")).toThrow(UsageError);
    await expect(socket.bind("tcp://127.0.0.1:0")).rejects.toThrow(UsageError);
  });

  it.each([["curveSecretKey"], ["curvePublicKey"], ["curveServerKey"]])("are refused at once: %s of another size or text", (name) => {
    for (const value of ["x", "#".repeat(40), clientKeys.secretKey.slice(1), new Uint8Array(31), 7]) {
      expect(() => new Request({ [name]: value })).toThrow(UsageError);
    }
  });

  it("and a socket whose options stopped making one refuses its peers and goes on", async () => {
    const [a, b] = await pair({}, {});
    await b.send(["in"]);
    await a.receive();
    const refusal = eventOf(a, "handshake:error:other");
    Object.assign(a, { curveServer: true });
    const late = keep(new Dealer({ linger: 0, reconnectInterval: -1 }));
    late.connect(a.lastEndpoint ?? "");
    expect(await refusal).toMatchObject({ error: { code: "EINVAL" } });
    await b.send(["still in"]);
    expect(String((await a.receive())[0])).toBe("still in");
  });
});

it("no error and no event tells a password or a secret key", async () => {
  const told: string[] = [];
  const secrets = [
    plainUser.plainPassword,
    serverKeys.secretKey,
    clientKeys.secretKey,
    ...[serverKeys, clientKeys].map(({ secretKey }) => Buffer.from(z85Decode(secretKey)).toString("hex")),
  ];
  for (const [server, client] of [
    [{ plainServer: true }, plainUser],
    [{ ...curveHost, zapDomain: "here" }, curveUser],
    [curveHost, { ...curveUser, curveServerKey: clientKeys.publicKey }],
  ]) {
    const [a, b] = await pair(server ?? {}, client ?? {});
    told.push(
      ...(await Promise.all([eventOf(a, "disconnect"), eventOf(b, "disconnect")])).map((event) => inspect(event, { depth: 9 })),
      inspect(a, { depth: 9 }),
      inspect(b, { depth: 9 }),
    );
  }
  for (const options of [{ curveSecretKey: `${serverKeys.secretKey}x` }, { plainPassword: plainUser.plainPassword.repeat(99) }]) {
    try {
      keep(new Request(options));
    } catch (error) {
      told.push(inspect(error, { depth: 9 }));
    }
  }
  expect(told.length).toBeGreaterThan(10);
  expect(secrets.filter((secret) => told.some((text) => text.includes(secret)))).toEqual([]);
});
