import { resolve } from "node:path";
import { rolldown } from "rolldown";
import { zhangfang } from "../packages/sdk/src/index.ts";
import { zhangfangHost } from "../packages/sdk/src/host.ts";
import { expect, test } from "./fixtures.ts";
import { openProduct, type Serve } from "./product.ts";

/** The script of the product's page, as its own bundler makes it. */
async function bundled(): Promise<string> {
  const bundle = await rolldown({
    input: resolve(import.meta.dirname, "product-page.tsx"),
    transform: { define: { "process.env.NODE_ENV": '"production"' } },
  });
  const { output } = await bundle.generate({ format: "esm" });
  await bundle.close();
  return output[0].code;
}

const PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>产品</title><link rel="icon" href="data:,">
<h1>产品</h1><main></main><script type="module" src="/page.js"></script>`;
const as = (type: string, body: string) =>
  new Response(body, { headers: { "content-type": `${type}; charset=utf-8` } });

test("the components show what the product's own server says, and lead to the checkout", async ({
  page,
  admin,
  watch,
  baseURL,
}) => {
  const script = await bundled();
  let isSignedIn = true;
  let secret = "";
  const serve: Serve = (request, key) => {
    secret = key;
    const { pathname, origin } = new URL(request.url);
    const client = zhangfang({ baseUrl: baseURL!, key });
    const userOf = () => (isSignedIn ? { id: "user:components", name: "小林" } : null);
    if (pathname.startsWith("/api/zhangfang/")) return zhangfangHost(client, { userOf, returnUrl: origin })(request);
    return Promise.resolve(pathname === "/page.js" ? as("text/javascript", script) : as("text/html", PAGE));
  };
  const product = await openProduct(baseURL!, admin.page.request, serve);

  await page.goto(product.origin);
  await expect(page.getByRole("status")).toHaveText("0 积分");
  const pack = page.getByRole("listitem").filter({ hasText: "标准包" });
  await expect(pack).toContainText("¥");
  await expect(pack.getByRole("button")).toHaveAccessibleName("购买标准包");
  await pack.getByRole("button").click();
  await expect(page).toHaveURL(new RegExp(`^${baseURL}/checkout/pay/cs_`));
  await expect(page.getByText("小林")).toBeVisible();

  isSignedIn = false;
  watch.expects(401, /\/api\/zhangfang\/customer$/);
  const answers: string[] = [];
  page.on("response", (response) => void response.text().then((said) => answers.push(said)));
  await page.goto(product.origin);
  await expect(page.getByRole("status")).toHaveText("余额暂时看不到");
  await expect(page.getByRole("listitem").filter({ hasText: "标准包" })).toBeVisible();
  expect(answers.length).toBeGreaterThan(1);
  expect(answers.join()).not.toContain(secret);
  product.close();
});
