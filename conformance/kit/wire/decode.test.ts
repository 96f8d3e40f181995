/** The strict decoder as a wire peer uses it: one harmless fault of a greeting must not hide what follows. */
import { expect, it } from "vitest";
import { decodeGreeting, decodeReadableGreeting } from "./decode.ts";
import { encodeGreeting } from "./encode.ts";

it("a one in as-server under NULL breaks its statement, and the greeting is read all the same", () => {
  const octets = encodeGreeting({ asServer: 1 });
  expect(decodeGreeting(octets)).toMatchObject({ type: "refused", statement: "null.as-server-zero" });
  expect(decodeReadableGreeting(octets)).toMatchObject({ type: "value", size: 64, value: { mechanism: "NULL", asServer: 1 } });
  expect(decodeReadableGreeting(octets.subarray(0, 63))).toEqual({ type: "more" });
});

it("a greeting with another fault is not read", () => {
  const octets = encodeGreeting({ asServer: 1 });
  octets[40] = 7;
  expect(decodeReadableGreeting(octets)).toMatchObject({ type: "refused", statement: "null.as-server-zero" });
  octets[32] = 0;
  expect(decodeReadableGreeting(octets)).toMatchObject({ type: "refused", statement: "greeting.filler-zero" });
});

it("a whole greeting is the same to both", () => {
  for (const octets of [encodeGreeting(), encodeGreeting({ mechanism: "CURVE", asServer: 1 })])
    expect(decodeReadableGreeting(octets)).toEqual(decodeGreeting(octets));
});
