import { request, type IncomingMessage } from "node:http";
import { EXPECTED_HEADERS, NUMBER, wrongHeaders } from "../lib/testing/headers.ts";
import { expect, test } from "./fixtures.ts";

/** Addresses that look like files, like Next's own, like another host, or like ours in another spelling. */
const ODD = [
  ...[
    "/x.png",
    "/x.png?y",
    "/x.png;y",
    "/x.PNG",
    "/.png",
    "/foo.js",
    "/favicon.ico",
    "/favicon.icox",
    "/x.webmanifest",
  ],
  ...[
    "/robots.txt/x",
    "/robots.txtx",
    "/xrobots.txt",
    "/ICON-192.PNG",
    "/icon.svg%20",
    "/x%2Epng",
    "/%2Fx.png",
    "/.env",
  ],
  ...["/a.b/c.txt", "/orders/x.png", "/admin/x.png", "/.well-known/x.txt", "/index.html", "/sitemap.xml", "/server.js"],
  ...["/_next", "/_next/", "/_next/xyz", "/_next/static", "/_next/static/", "/_next/static%2Fx", "/_next/staticx/y"],
  ...["/_next/static/../x.png", "/_next/static/%2e%2e/x.png", "/_next/static/..%2Fx.png", "/_next/static/%FF"],
  ...["/_next/image", "/_next/imagex", "/_next/image/x", "/_next/image%FF", "/_next/data/x/y.json", "/_NEXT/static/x"],
  ...["/404", "/500", "/_error", "/_not-found", "/_global-error", "/__nextjs_original-stack-frame"],
  ...["/api", "/API/x", "/Api/", "/%61pi/x", "/api/x%2Fy", "/api/auth/signin", "/api/auth/signout", "/api/auth/error"],
  ...[
    "//evil",
    "//evil.test/x.png",
    "/\\evil",
    "/a//b.png",
    "/%2e%2e/x",
    "/../x",
    "/%2e%2e%2fx.png",
    "/%",
    "/x.png%FF",
  ],
  ...["/x.rsc", "/x.png.rsc", "/orders?_rsc=1", `/${"a".repeat(3_000)}.png`],
];

/** As it stands in the request line: fetch would tidy the address first. */
function ask(path: string, method = "GET"): Promise<IncomingMessage> {
  return new Promise((answer, fail) => {
    const options = { port: process.env.E2E_APP_PORT, path, method, headers: { accept: "text/html" }, agent: false };
    request(options, (response) => answer(response.resume()))
      .on("error", fail)
      .end();
  });
}

function headersOf({ headers }: IncomingMessage): Headers {
  return new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)] as [string, string]));
}

/** Next gives the page of a missing address a longer word against keeping it. */
const PAGE = { ...EXPECTED_HEADERS.page, "cache-control": /^private, (.*, )?no-store/ };
/** next-auth has a page or two below its address. */
const UNDER_API = { ...EXPECTED_HEADERS.api, "content-type": "text/html" };

test("whatever address is asked for, and how, what comes as HTML has its policy", async () => {
  const pages: string[] = [];
  const questions = [...ODD.map((path) => ["GET", path]), ...ODD.slice(0, 5).map((path) => ["POST", path])];
  for (const [method, path] of questions as [string, string][]) {
    const headers = headersOf(await ask(path, method));
    if (!headers.get("content-type")?.startsWith("text/html")) continue;
    const name = `${method} ${path.slice(0, 60)}`;
    pages.push(name);
    expect.soft(wrongHeaders(headers, path.startsWith("/api/") ? UNDER_API : PAGE), name).toEqual([]);
  }
  expect(pages.length).toBeGreaterThan(40);
});

test("no method at any kind of address ends in a 5xx, and every answer has a number", async ({ page }) => {
  await page.goto("/");
  const chunk = await page.locator("script[src*='/_next/static/']").first().getAttribute("src");
  const kinds = ["/", "/robots.txt", "/icon-192.png", chunk!, "/_next/image", "/nope", "/api/catalog", "/api/nope"];
  const found: string[] = [];
  for (const path of kinds)
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]) {
      const { statusCode, headers } = await ask(path, method);
      if (statusCode! >= 500 || !NUMBER.test(String(headers["x-request-id"])))
        found.push(`${method} ${path}: ${statusCode} ${headers["x-request-id"]}`);
    }
  expect(found).toEqual([]);
});

test("a file is kept by browsers as before, and has no page's policy", async ({ page }) => {
  await page.goto("/");
  const script = await page.locator("script[src^='/_next/static/']").first().getAttribute("src");
  const files = [
    [script!, "public, max-age=31536000, immutable"],
    ["/icon.svg", "public, max-age=0"],
    ["/icon-192.png", "public, max-age=0"],
    ["/robots.txt", "public, max-age=0"],
  ] as const;
  for (const [path, kept] of files) {
    const headers = headersOf(await ask(path));
    const expected = { ...EXPECTED_HEADERS.file, "cache-control": kept, "x-request-id": NUMBER };
    expect(wrongHeaders(headers, expected), path).toEqual([]);
    expect(headers.get("content-security-policy"), path).toBeNull();
  }
});
