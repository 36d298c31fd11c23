import fc from "fast-check";
import { expect, test } from "vitest";
import { cashierForm } from "./cashier-form.ts";

/** What a browser makes of an attribute's text. */
function unescaped(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function posted(html: string): Record<string, string> {
  const [, action = ""] = /action="([^"]*)"/.exec(html) ?? [];
  const [, biz = ""] = /name="biz_content" value="([^"]*)"/.exec(html) ?? [];
  return { ...Object.fromEntries(new URL(unescaped(action)).searchParams), biz_content: unescaped(biz) };
}

test("the form posts exactly what the signed address says, whatever a subject holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (subject) => {
      const url = new URL("https://openapi.alipay.com/gateway.do?method=alipay.trade.page.pay&sign=a%2Bb%2Fc%3D%3D");
      url.searchParams.set("biz_content", JSON.stringify({ subject }));
      expect(posted(cashierForm(url.href))).toEqual(Object.fromEntries(url.searchParams));
    }),
  );
});

test.each(['"><img src=x onerror=alert(1)>', "</form><script>alert(1)</script>", "&lt;b&gt; &quot; &amp;amp;", "'"])(
  "%j stays a value",
  (subject) => {
    const url = new URL("https://openapi.alipay.com/gateway.do?method=alipay.trade.page.pay");
    url.searchParams.set("biz_content", JSON.stringify({ subject }));
    const html = cashierForm(url.href);
    expect(html.match(/<[a-z/]+/g)).toEqual(["<form", "<input", "<input", "</form", "<script", "</script"]);
    expect(posted(html).biz_content).toBe(JSON.stringify({ subject }));
  },
);
