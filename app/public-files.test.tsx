import { readFile } from "node:fs/promises";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import GlobalError from "./global-error.tsx";

/** Width and height of a PNG, from its header. */
async function sizeOf(path: string): Promise<string> {
  const png = await readFile(`public${path}`);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

test("the manifest makes the shop installable: each icon is there in its size", async () => {
  const manifest = JSON.parse(await readFile("public/manifest.webmanifest", "utf8")) as {
    start_url: string;
    display: string;
    icons: { src: string; sizes: string; purpose?: string }[];
  };
  expect(manifest).toMatchObject({ start_url: "/", display: "standalone" });
  for (const { src, sizes } of manifest.icons) expect([src, await sizeOf(src)]).toEqual([src, sizes]);
  // Browsers ask for these two; a maskable one fills the shape of the system.
  expect(manifest.icons.map(({ sizes, purpose = "any" }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]),
  );
});

test("the picture for sharing has the size that the page says", async () => {
  expect(await sizeOf("/share.png")).toBe("1200x630");
});

test("robots are kept from the API and the administration", async () => {
  expect(await readFile("public/robots.txt", "utf8")).toBe("User-agent: *\nDisallow: /api/\nDisallow: /admin/\n");
});

test("where not even the layout can be drawn, a buyer reads that the money is safe, and can try again", () => {
  const html = renderToStaticMarkup(<GlobalError error={new Error("x")} retry={() => undefined} />);
  expect(html).toContain("不用再付一次");
  expect(html).toMatch(/<button[^>]*>重试<\/button>/);
});

test.each([
  ["https://openapi.alipay.com/gateway.do", false],
  ["http://127.0.0.1:9/gateway.do", true],
])("with the gateway %s the page to try credits is there: %s", async (gateway, isThere) => {
  vi.stubEnv("ALIPAY_GATEWAY", gateway);
  vi.resetModules();
  const { default: TryCreditsPage } = await import("./(account)/credits/try/page.tsx");
  if (isThere) expect(TryCreditsPage()).toBeTruthy();
  else expect(() => TryCreditsPage()).toThrow(/404/);
});
