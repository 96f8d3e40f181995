import { describe, expect, it } from "vitest";
import { html, longestText, verbatim, visible } from "./markup.ts";

describe("the tag html", () => {
  it("escapes text, and leaves markup as it is", () => {
    expect(html`<p title="${`a"b'`}">${"<b>&"}${html`<i>${1}</i>`}</p>`.toString()).toBe('<p title="a&quot;b&#39;">&lt;b&gt;&amp;<i>1</i></p>');
  });

  it("joins lists, and leaves nothing for what is absent", () => {
    expect(html`${["a", html`<b></b>`, [undefined, false, ""]]}`.toString()).toBe("a<b></b>");
  });

  it("leaves out the indentation beside blocks, and keeps a blank between words", () => {
    const made = html`<div>
      <p class="a" title="b">
        one <b>two</b>
        <i>three</i>
        four
      </p>
    </div>`;
    expect(made.toString()).toBe('<div><p class="a" title="b">one <b>two</b>\n<i>three</i>\nfour</p></div>');
  });

  it("refuses a place where escaping does not help", () => {
    expect(() => html`<p class=${"x"}></p>`).toThrow("double quotes");
    expect(() => html`<p ${"x"}></p>`).toThrow("double quotes");
    expect(() => html`<p class="${html`<b></b>`}"></p>`).toThrow("attribute");
  });

  it("takes our own style and script only when they stay within their element", () => {
    expect(() => verbatim("script", "</script><p>")).toThrow("end its element");
    expect(verbatim("style", "a > b").toString()).toBe("<style>a > b</style>");
  });
});

describe("text of a stranger", () => {
  it("shows control characters, turns of direction and halves of characters by their numbers", () => {
    expect(visible("a\u0000\u001b[2J\u202eb\ud800\ufffe\nc é 😀")).toBe("a\\u{0}\\u{1b}[2J\\u{202e}b\\u{d800}\\u{fffe}\nc é 😀");
  });

  it("is cut when it is very long, and says so", () => {
    expect(visible("x".repeat(longestText + 7))).toBe(`${"x".repeat(longestText)}… (7 more characters)`);
  });
});
