import { readdir } from "node:fs/promises";
import { NextRequest } from "next/server";
import { unstable_doesMiddlewareMatch, unstable_getResponseFromNextConfig } from "next/experimental/testing/server.js";
import { describe, expect, test } from "vitest";
import nextConfig from "../../next.config.ts";
import { config, proxy } from "../../proxy.ts";
import { REFERENCE_PATH, REFERENCE_STYLES } from "../core/reference.ts";
import { EXPECTED_HEADERS, wrongHeaders } from "../testing/headers.ts";
import { answer, errorAnswer } from "./answer.ts";
import { pngAnswer } from "./png-answer.ts";

/** The headers that Next puts on a path: the configuration's, and the proxy's where it matches. */
async function headersOf(path: string, own: Response = new Response()): Promise<Headers> {
  const url = `http://localhost:3000${path}`;
  const headers = new Headers(own.headers);
  const layers: Response[] = [await unstable_getResponseFromNextConfig({ url, nextConfig })];
  if (unstable_doesMiddlewareMatch({ config, url, nextConfig })) layers.push(await proxy(new NextRequest(url)));
  for (const layer of layers)
    layer.headers.forEach((value, name) => {
      // Next's own means of saying "go on", not headers of the answer.
      if (!name.startsWith("x-middleware-") && name !== "content-type") headers.set(name, value);
    });
  return headers;
}

const request = new Request("http://localhost:3000/api/x");

describe("the headers of", () => {
  test.each([
    ...["/", "/orders", "/orders/x.css", "/orders/x.png", "/admin/refunds/1", "/payment/return?orderSn=1"],
    ...["/x.png", "/favicon.ico", "/robots.txt/x", "/ICON.SVG", "/_next/static", "/_next/image", "/API/x"],
  ])("the page %s", async (path) => expect(wrongHeaders(await headersOf(path), EXPECTED_HEADERS.page)).toEqual([]));

  test.each(["/checkout/x", "/checkout/pay/cs_x", "/portal/x"])("the hosted page %s (A108)", async (path) => {
    const hosted = { "referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow" };
    expect(wrongHeaders(await headersOf(path), { ...EXPECTED_HEADERS.page, ...hosted })).toEqual([]);
  });

  test("the API reference: a page whose viewer has two style elements more, by their digests", async () => {
    const headers = await headersOf(REFERENCE_PATH);
    const policy = headers.get("content-security-policy")!;
    expect(policy).toContain(` ${REFERENCE_STYLES.join(" ")};`);
    headers.set("content-security-policy", policy.replace(` ${REFERENCE_STYLES.join(" ")}`, ""));
    expect(wrongHeaders(headers, EXPECTED_HEADERS.page)).toEqual([]);
    expect(wrongHeaders(await headersOf("/developers"), EXPECTED_HEADERS.page)).toEqual([]);
  });

  test.each([
    ["an answer", answer({})],
    ["an error", errorAnswer(new Error("x"), request)],
  ])("%s", async (_, own) => expect(wrongHeaders(await headersOf("/api/x", own), EXPECTED_HEADERS.api)).toEqual([]));

  test("the shop's mark, which alone of all addresses may be kept", async () => {
    const headers = await headersOf("/api/mark/x", pngAnswer(Buffer.from("x")));
    const mark = { ...EXPECTED_HEADERS.api, "content-type": "image/png", "cache-control": /^public, .*immutable$/ };
    expect(wrongHeaders(headers, mark)).toEqual([]);
    expect((await headersOf("/api/marks", answer({}))).get("cache-control")).toBe("no-store");
  });

  test.each(["/_next/static/chunks/x.js", "/icon.svg"])("the file %s", async (path) => {
    const headers = await headersOf(path);
    expect(wrongHeaders(headers, EXPECTED_HEADERS.file)).toEqual([]);
    expect(headers.get("content-security-policy")).toBeNull();
  });

  test("what goes by without a page's policy is what is a file: public/, llms.txt and the manifest", async () => {
    const [, named] = /\(\?:([^)]+)\)\$/.exec(config.matcher[0]!)!;
    expect(named!.replaceAll("\\", "").split("|")).toEqual(
      [...(await readdir("public")), "llms.txt", "manifest.webmanifest"].sort(),
    );
  });

  test("two pages carry two nonces, and the page is told its own", async () => {
    const aPage = () => proxy(new NextRequest("http://localhost:3000/orders"));
    const [one, other] = [await aPage(), await aPage()];
    const nonceOf = (response: Response) =>
      /'nonce-([^']+)'/.exec(response.headers.get("content-security-policy")!)![1];
    expect(nonceOf(one)).not.toBe(nonceOf(other));
    expect(one.headers.get("x-middleware-request-x-nonce")).toBe(nonceOf(one));
  });

  test.each(["/orders/%FF", "/api/payment/order-status/%E0%A4%A", "/api/auth/%", "/admin/refunds/%c3%28"])(
    "an address whose escapes are no text is refused before Next meets it: %s",
    async (path) => {
      const url = `http://localhost:3000${path}`;
      expect(unstable_doesMiddlewareMatch({ config, url, nextConfig })).toBe(true);
      const refusal = await proxy(new NextRequest(url));
      expect(refusal.status).toBe(400);
      expect(await refusal.json()).toMatchObject({ code: 400, issues: [{ field: "path" }] });
    },
  );

  test("an address of the API with escapes that are text goes on, and one without never comes by", async () => {
    const go = (path: string) => ({ config, url: `http://localhost:3000${path}`, nextConfig });
    const passed = await proxy(new NextRequest("http://localhost:3000/api/x/%E4%B8%AD"));
    expect(passed.headers.get("x-middleware-next")).toBe("1");
    expect(unstable_doesMiddlewareMatch(go("/api/payment/order-status/ABC"))).toBe(false);
  });

  test("what is missing is found", () => {
    expect(wrongHeaders(new Headers({ "x-powered-by": "Next.js" }), EXPECTED_HEADERS.file)).toHaveLength(7);
  });
});
