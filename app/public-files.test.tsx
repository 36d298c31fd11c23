import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { DEFAULT_SHOP_NAME } from "../lib/core/shop.ts";
import GlobalError from "./global-error.tsx";

/** Width and height of a PNG, from its header. */
async function sizeOf(path: string): Promise<string> {
  const png = await readFile(`public${path}`);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

test("the manifest makes the shop installable: each icon is there in its size", async () => {
  vi.doMock("next/server", () => ({ connection: () => Promise.resolve() }));
  vi.doMock("./current-shop.ts", () => ({ currentShop: () => Promise.resolve({ name: "灯塔" }) }));
  const manifest = await (await import("./manifest.ts")).default();
  expect(manifest).toMatchObject({ name: "灯塔", short_name: "灯塔", start_url: "/", display: "standalone" });
  const icons = manifest.icons!;
  for (const { src, sizes } of icons) expect([src, await sizeOf(src)]).toEqual([src, sizes]);
  // Browsers ask for these two; a maskable one fills the shape of the system.
  expect(icons.map(({ sizes, purpose = "any" }) => `${sizes} ${purpose}`)).toEqual(
    expect.arrayContaining(["192x192 any", "512x512 any", "512x512 maskable"]),
  );
});

test("the picture for sharing has the size that the page says", async () => {
  expect(await sizeOf("/share.png")).toBe("1200x630");
});

test("nothing that a reader sees says the name of the software: the shop may have its own", async () => {
  const folders = await Promise.all(
    ["app", "components", "public"].map(async (folder) =>
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => `${parentPath}/${name}`),
    ),
  );
  const files = folders.flat().filter((file) => /\.(tsx?|css|svg|txt)$/.test(file) && !/\.test\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThan(100);
  const texts = await Promise.all(files.map(async (file) => [file, await readFile(file, "utf8")] as const));
  expect(texts.filter(([, text]) => text.includes(DEFAULT_SHOP_NAME)).map(([file]) => file)).toEqual([]);
});

test("the viewer of the API reference is the published file, behind its licence (decision 71)", async () => {
  const [, licence, published] = /^(\/\*! .*?\n\*\/\n)(.*)$/s.exec(await readFile("public/scalar.js", "utf8"))!;
  expect(licence).toContain("@scalar/api-reference 1.76.0");
  expect(licence).toContain("MIT License");
  // Of dist/browser/standalone.js of that version on npm.
  const digest = "dcb027152bf20bf2f6dcd66e8f9fb073c1a9e274cf0b94b939a7d99ab8947060";
  expect(createHash("sha256").update(published!).digest("hex")).toBe(digest);
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
