/** spec/security/plain.md: what a client sends, and what it makes of the commands of a server. */
import { ascii, equal, fromHex, hex } from "../../kit/octets.ts";
import { blame, expect, judge } from "../../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../../kit/property.ts";
import { textOrOctets } from "../../kit/security/credentials.ts";
import { decodePlainHello } from "../../kit/security/plain.ts";
import { dealer, greet, refusesOptions } from "../mechanisms.ts";
import { words } from "../support.ts";

const common = { mechanisms: ["PLAIN"], socketTypes: ["DEALER"] } as const satisfies Partial<Property<unknown>>;

export const client: readonly AnyProperty[] = [
  property<{ readonly asServer: number }>({
    ...common,
    name: "plain/as-server-of-a-server-is-ignored",
    judges: ["plain.as-server-ignored", "plain.as-client"],
    cases: [0, 1, 255].map((asServer) => ({ asServer })),
    play: async (stage, { asServer }) => {
      const listening = await stage.listen();
      const subject = await stage.open("DEALER");
      await subject.connectTo(listening);
      const peer = await stage.acceptRaw(listening);
      peer.writeGreeting({ asServer }, `greeting mechanism=PLAIN as-server=${String(asServer)}`);
      const greeting = await peer.readGreeting();
      await blame(stage, "plain.as-server-ignored", async () => {
        await peer.shake({ socketType: "DEALER" });
        await peer.isOpen();
      });
      judge(stage, "plain.as-client", greeting.asServer === 0, "as-server is zero", `it is ${String(greeting.asServer)}`);
    },
  }),
  property<{ readonly username: string; readonly password: string }>({
    ...common,
    name: "plain/client-sends-hello-first",
    judges: ["plain.client-first", "plain.hello"],
    cases: [
      { username: "61646d696e", password: "736573616d6521" },
      { username: "61", password: "62".repeat(255) },
      { username: "61".repeat(255), password: "62" },
      { username: "c3bc", password: "e282ac" },
    ],
    play: async (stage, { username, password }) => {
      const [name, secret] = [fromHex(username), fromHex(password)];
      stage.security.overrides.client = { plainUsername: utf8(name), plainPassword: utf8(secret) };
      const { peer } = await greet(stage, "connects");
      const data = await blame(stage, "plain.client-first", () => peer.receiveCommand("HELLO"));
      await blame(stage, "plain.hello", async () => {
        const hello = decodePlainHello(data);
        expect(typeof hello !== "string", "a HELLO whose sizes add up", typeof hello === "string" ? hello : "");
        expect(equal(hello.username, name) && equal(hello.password, secret), `${username}, ${password}`, `${hex(hello.username)}, ${hex(hello.password)}`);
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly option: "plainUsername" | "plainPassword"; readonly size: number }>({
    ...common,
    name: "plain/long-credentials-are-refused",
    judges: ["plain.credential-size"],
    cases: (["plainUsername", "plainPassword"] as const).flatMap((option) => [256, 1000].map((size) => ({ option, size }))),
    play: async (stage, { option, size }) => {
      const values = (length: number): Record<string, string> => ({ plainUsername: "a", plainPassword: "b", [option]: "x".repeat(length) });
      expect(!(await refusesOptions(stage, values(255))), "255 octets are accepted", "they are refused");
      await blame(stage, "plain.credential-size", async () => {
        expect(await refusesOptions(stage, values(size)), `${String(size)} octets are refused`, "they are accepted");
      });
    },
  }),
  property<Record<string, never>>({
    ...common,
    name: "plain/initiate-answers-welcome",
    judges: ["plain.initiate", "plain.no-early-initiate"],
    cases: [{}],
    play: async (stage) => {
      const { subject, peer } = await greet(stage, "connects");
      await peer.receiveCommand("HELLO");
      // Another connection of the same socket is served meanwhile: whoever does not wait has had the time.
      const other = await stage.listen();
      await subject.connectTo(other);
      await (await stage.accept(other, "DEALER")).isOpen();
      judge(stage, "plain.no-early-initiate", peer.stream.drain().length === 0, "nothing arrives before WELCOME", "a command arrives");
      peer.sendCommand("WELCOME");
      await blame(stage, "plain.initiate", async () => {
        const data = await peer.receiveCommand("INITIATE");
        expect(Buffer.from(data).includes("Socket-Type"), "INITIATE with the metadata of the client", "no socket type in it");
        return Promise.resolve();
      });
    },
  }),
  property<{ readonly data: string }>({
    ...common,
    name: "plain/malformed-welcome-is-refused",
    judges: ["plain.welcome-malformed"],
    cases: ["00", "61", "00".repeat(300)].map((data) => ({ data })),
    play: async (stage, { data }) => {
      const control = await greet(stage, "connects");
      await control.peer.shake({ socketType: "DEALER" });
      const { peer } = await greet(stage, "connects");
      await peer.receiveCommand("HELLO");
      await blame(stage, "plain.welcome-malformed", async () => {
        peer.sendCommand("WELCOME", fromHex(data));
        await peer.isRefused();
      });
    },
  }),
  property<{ readonly commands: string }>({
    ...common,
    name: "plain/client-refuses-unexpected-commands",
    judges: ["plain.unexpected-command"],
    cases: ["HELLO", "INITIATE", "READY", "PING", "FOO", "WELCOME WELCOME", "WELCOME HELLO", "WELCOME INITIATE"].map((commands) => ({ commands })),
    play: async (stage, { commands }) => {
      const control = await greet(stage, "connects");
      await control.peer.shake({ socketType: "DEALER" });
      const { subject, peer } = await greet(stage, "connects");
      await peer.receiveCommand("HELLO");
      await blame(stage, "plain.unexpected-command", async () => {
        for (const [index, name] of commands.split(" ").entries()) {
          if (index > 0) await peer.receiveCommand("INITIATE");
          peer.sendCommand(
            name,
            name === "READY" || name === "INITIATE" ? dealer : name === "PING" ? ascii("\0\0x") : name === "HELLO" ? ascii("\x01a\x01b") : new Uint8Array(),
          );
        }
        await peer.isRefused();
      });
      await control.subject.send(words("still"));
      await control.peer.receives(words("still"));
      await subject.close();
    },
  }),
];

/** Options hold text; these are octets of UTF-8. */
function utf8(octets: Uint8Array): string | Uint8Array {
  const text = textOrOctets(octets);
  return typeof text === "string" ? text : Buffer.from(octets).toString("utf8");
}
