/** spec/security/z85.md: texts of keys, as the options of CURVE take them. */
import { ascii } from "../kit/octets.ts";
import { blame, expect } from "../kit/outcome.ts";
import { property, type AnyProperty, type Property } from "../kit/property.ts";
import { keyPairOf } from "../kit/security/box.ts";
import { encodeZ85 } from "../kit/security/z85.ts";
import type { RequirementId } from "../../schemas/types/requirement-id.ts";
import { refusesOptions } from "./mechanisms.ts";
import { words } from "./support.ts";

/** Ten groups, among them the least and the greatest. */
const secretKeys = [new Uint8Array(32).fill(255), new Uint8Array(32), ascii("0123456789abcdefghijklmnopqrstuv")];
const right = encodeZ85(ascii("0123456789abcdefghijklmnopqrstuv"));

export const z85: readonly AnyProperty[] = [
  property<{ readonly key: number }>({
    name: "z85/keys-are-read",
    judges: ["z85.decode"],
    mechanisms: ["CURVE"],
    socketTypes: ["DEALER"],
    cases: secretKeys.map((_, key) => ({ key })),
    play: async (stage, { key }) => {
      const { curve } = stage.security.credentials;
      const keys = keyPairOf(secretKeys[key] ?? new Uint8Array(32));
      stage.security.credentials = { ...stage.security.credentials, curve: { ...curve, implementation: keys } };
      await blame(stage, "z85.decode", async () => {
        const subject = await stage.bound("DEALER");
        const peer = await stage.connect(subject, "DEALER");
        peer.send(words("hello"));
        await subject.receives(words("hello"));
      });
    },
  }),
  refusedTexts("z85/odd-sizes-are-refused", "z85.size-text", [right.slice(0, 39), right.slice(0, 36), `${right}00`]),
  refusedTexts("z85/other-characters-are-refused", "z85.alphabet", [
    `${right.slice(0, 39)}~`,
    `"${right.slice(1)}`,
    `${right.slice(0, 20)} ${right.slice(21)}`,
  ]),
  refusedTexts("z85/great-groups-are-refused", "z85.overflow", ["#".repeat(40), `${right.slice(0, 35)}%nSc1`]),
];

function refusedTexts(name: string, statement: RequirementId, texts: readonly string[]): AnyProperty {
  const definition: Property<{ readonly text: string }> = {
    name,
    judges: [statement],
    mechanisms: ["CURVE"],
    socketTypes: ["DEALER"],
    cases: texts.map((text) => ({ text })),
    play: async (stage, { text }) => {
      expect(!(await refusesOptions(stage, { curveSecretKey: right })), "a key as Z85 is accepted", "it is refused");
      await blame(stage, statement, async () => {
        expect(await refusesOptions(stage, { curveSecretKey: text }), "the text is refused", "it is accepted");
      });
    },
  };
  return property(definition);
}
