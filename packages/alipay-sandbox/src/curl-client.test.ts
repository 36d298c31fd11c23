/** An independent client: shell, openssl and curl. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newOrderNumber, startSandbox, stopSandbox, type Running } from "./testing.ts";

let sandbox: Running;
let folder: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  folder = await mkdtemp(join(tmpdir(), "curl-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await stopSandbox(sandbox);
});

/** Signs `$1` (method) with `$2` (biz_content), calls, cuts the answer out with sed and checks Alipay's signature. */
const CLIENT = `
set -eu
cd "$FOLDER"
printf '%s' "$PRIVATE" | base64 -d > merchant.der
printf '%s' "$PUBLIC" | base64 -d > alipay.der
openssl pkey -pubin -inform DER -in alipay.der -out alipay.pem
now=$(TZ=Asia/Shanghai date '+%Y-%m-%d %H:%M:%S')
text="app_id=$APP&biz_content=$2&charset=utf-8&method=$1&sign_type=RSA2&timestamp=$now&version=1.0"
sign=$(printf '%s' "$text" | openssl dgst -sha256 -sign merchant.der -keyform DER | base64 -w0)
answer=$(curl -sS "$GATEWAY?charset=utf-8" --data-urlencode "app_id=$APP" --data-urlencode "biz_content=$2" \\
  --data-urlencode "method=$1" --data-urlencode "sign_type=RSA2" --data-urlencode "timestamp=$now" \\
  --data-urlencode "version=1.0" --data-urlencode "sign=$sign" -w '\\n%{redirect_url}')
printf '%s' "$answer" | sed -n '1s/^{"[a-z_]*_response":\\(.*\\),"sign":"[^"]*"}$/\\1/p' | tr -d '\\n' > signed.txt
printf '%s' "$answer" | sed -n '1s/.*,"sign":"\\([^"]*\\)"}$/\\1/p' | base64 -d > sign.bin
if [ -s sign.bin ]; then openssl dgst -sha256 -verify alipay.pem -signature sign.bin signed.txt; cat signed.txt
else printf '%s' "$answer" | tail -1; fi
`;

async function call(method: string, biz: Record<string, string>): Promise<string> {
  const { appId, gateway, privateKey, publicKey } = sandbox.merchant;
  const { PATH, NODE_ENV } = process.env;
  const keys = { APP: appId, GATEWAY: gateway, PRIVATE: privateKey, PUBLIC: publicKey };
  const env = { PATH, NODE_ENV, FOLDER: folder, ...keys };
  const { stdout } = await promisify(execFile)("bash", ["-c", CLIENT, "client", method, JSON.stringify(biz)], { env });
  return stdout;
}

test("openssl and curl: pay page, query, refund, refund query, each answer verified", async () => {
  const out_trade_no = newOrderNumber();
  const cashier = await call("alipay.trade.page.pay", {
    out_trade_no,
    total_amount: "10.00",
    subject: "壳里来的",
    product_code: "FAST_INSTANT_TRADE_PAY",
  });
  expect(cashier).toMatch(/\/cashier\/[0-9a-f]{24}$/);
  expect(await call("alipay.trade.query", { out_trade_no })).toMatch(
    /^Verified OK\n\{"code":"40004".*ACQ\.TRADE_NOT_EXIST/,
  );
  await sandbox.control("POST /control/buy", { payUrl: cashier });
  expect(await call("alipay.trade.query", { out_trade_no })).toMatch(
    /^Verified OK\n\{"code":"10000".*"trade_status":"TRADE_SUCCESS"\}$/,
  );
  expect(await call("alipay.trade.refund", { out_trade_no, refund_amount: "10.00" })).toMatch(
    /^Verified OK\n.*"fund_change":"Y"/,
  );
  expect(await call("alipay.trade.fastpay.refund.query", { out_trade_no })).toMatch(
    /^Verified OK\n.*"refund_status":"REFUND_SUCCESS"/,
  );
});
