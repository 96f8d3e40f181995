import { describe, expect, it } from "vitest";
import { html } from "./markup.ts";
import { Packed, unpacked } from "./packed.ts";

describe("what is packed", () => {
  it("comes out as it went in, in each of its places, and stands once", () => {
    const packed = new Packed();
    const piece = html`<p>${"<ØMQ> & ".repeat(1000)}</p>`;
    const once = html`${packed.put(piece)} ${packed.put(html`<b>2</b>`)} ${packed.element()}`.toString();
    expect(unpacked(once)).toContain(`${piece.toString()} <b>2</b>`);
    const twice = html`${packed.put(piece)} ${packed.put(html`<b>2</b>`)} ${packed.put(piece)} ${packed.element()}`.toString();
    expect(twice.length - once.length).toBeLessThan(40);
    expect(unpacked(twice)).toContain(`${piece.toString()} <b>2</b> ${piece.toString()}`);
    expect(once.length).toBeLessThan(400);
  });

  it("has no place for nothing", () => {
    expect(new Packed().put(html``)).toBeUndefined();
  });
});
