import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { aNotice, canonical } from "../testing/notices.ts";
import { cashierUrl } from "./gateway.ts";
import { verifyNotify } from "./notify.ts";
import { accountSdks } from "./sdk.ts";

// These tests verify with the `openssl` command, independently of alipay-sdk and the sandbox.

/** A throw-away key; its private half is not kept. */
const VECTOR_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA8jMjaHw2bDBQli8vVWGYGoM1ocGovNKGiGegZ1GOms0e2ILhU58+GyjtyVkEMGGa1xwsMK1UQjldm4xvMznPo1zvL3tBM4zQ0S+oUFXc9eB7hYbNnNz0J7iIoK3Bbd9g1lVDtwf9LlCTxIPgD5s+22NpfOR4iIvNIzZpNPT+2bcR/30oiTv3WL2U5nXKdme5du8fBO88HgSnuqND7I8SuYXZdUFY9fPkpwyVYXAlOlUNjqMb3Pytt3TbChtm5EgTMyfP8RsKvHsXC3HlPk1Hj5/gMarKzVcCxlcZ3z7h02CmBHwNYPBKZIxIpLU+RV+Nq3A9cCKyXjU/JZGsL8WNkQIDAQAB";

/** Vector V2: a notice as the section prints it, and its sign. */
const VECTOR_NOTICE =
  'app_id=9021000000000001&auth_app_id=9021000000000001&buyer_id=2088000000000002&buyer_pay_amount=88.88&charset=utf-8&fund_bill_list=[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]&gmt_create=2026-01-02 03:04:30&gmt_payment=2026-01-02 03:04:40&invoice_amount=88.88&notify_id=2026010200222030441000002000000001&notify_time=2026-01-02 03:04:41&notify_type=trade_status_sync&out_trade_no=T20260102_0001&passback_params=uid%3D42&point_amount=0.00&receipt_amount=88.88&seller_id=2088000000000001&subject=测试商品 A+B 100%&total_amount=88.88&trade_no=2026010222001400002000000001&trade_status=TRADE_SUCCESS&version=1.0';
const VECTOR_SIGN =
  "TQV6f0y5hToOqVPlsFw31cUrKFGBCllhbe/sCUbkoX6fhmQCZnhY/RHrBI+aV1pmiBPOu1HYcJvn0HFcPcvN8UtDDMtur0ht7E4vTNsdX/Lhd40r4gTJTy+nrZiOwfBp0QBOBcVDOyFmb4DFhSa/FFRQdMz4OOxing76nEdklW9T1lTH/RuLVK1c9A1lrRzjaCPXRuS313kCRyRW12h1ofsz00mpf+yEKSWMPyB4j9GjbQ86ZWYhzcA9Y7gQ29cADOcD0aNI+RMYowDRyrwGHAqD2kjTfU3Fr4vlwkQ7dzubSof887XboC+LSkJQnZKwdkavE8FN3UcX55300alavQ==";

/** Without the openssl command these tests are skipped, and the totals show it. */
const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "zhangfang-openssl-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function pem(kind: "PRIVATE" | "PUBLIC", base64: string): string {
  return `-----BEGIN ${kind} KEY-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END ${kind} KEY-----\n`;
}

function signedByOpenssl(text: string, privateKey: string): string {
  const key = file("private.pem", pem("PRIVATE", privateKey));
  return execFileSync("openssl", ["dgst", "-sha256", "-sign", key], { input: text }).toString("base64");
}

/** openssl's own verdict on a signature. */
function opensslBelieves(text: string, sign: string, publicKey: string): boolean {
  const key = file("public.pem", pem("PUBLIC", publicKey));
  const signature = file("signature", Buffer.from(sign, "base64"));
  const { stdout } = spawnSync("openssl", ["dgst", "-sha256", "-verify", key, "-signature", signature], {
    input: text,
  });
  const said = stdout.toString().trim();
  expect(["Verified OK", "Verification failure", "Verification Failure"]).toContain(said);
  return said === "Verified OK";
}

function form(canonicalText: string, sign: string): string {
  const pairs = canonicalText
    .split("&")
    .map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]);
  return new URLSearchParams([...(pairs as [string, string][]), ["sign_type", "RSA2"], ["sign", sign]]).toString();
}

describe.skipIf(!hasOpenssl)("with openssl", () => {
  test("a notice that openssl signed is believed, and not when a fen is missing", () => {
    const notice = aNotice({ orderSn: "20260301120000000abcdefghjkmnpqrs", amountFen: 990 });
    const text = canonical(notice);
    const sign = signedByOpenssl(text, inject("world").alipay.privateKey);
    expect(verifyNotify(accountSdks(), form(text, sign))).toMatchObject({
      ok: true,
      fact: { amountFen: 990, state: "PAID" },
    });
    expect(verifyNotify(accountSdks(), form(text.replace("9.90", "9.89"), sign))).toEqual({
      ok: false,
      reason: "bad signature",
    });
  });

  test("the cashier's address that we sign is believed by openssl, and not when a fen is missing", () => {
    const url = new URL(
      cashierUrl(accountSdks()[0], {
        kind: "PAGE",
        outTradeNo: "T20260102_0001",
        amountFen: 8_888,
        subject: "测试商品 A+B 100%",
        expireTime: new Date("2026-01-01T19:34:05.000Z"),
        notifyUrl: "https://shop.example/pay/notify",
        returnUrl: "https://shop.example/pay/return",
        signedAt: new Date("2026-01-01T19:04:05.000Z"),
      }),
    );
    const { sign, ...fields } = Object.fromEntries(url.searchParams);
    const publicKey = inject("world").merchant.publicKey;
    expect(fields).toMatchObject({ timestamp: "2026-01-02 03:04:05", sign_type: "RSA2" });
    expect(opensslBelieves(canonical(fields), sign!, publicKey)).toBe(true);
    expect(opensslBelieves(canonical(fields).replace("88.88", "88.87"), sign!, publicKey)).toBe(false);
  });
});

describe("with fixed test vectors", () => {
  test.skipIf(!hasOpenssl)("openssl agrees with the vector of a notice", () => {
    expect(opensslBelieves(VECTOR_NOTICE, VECTOR_SIGN, VECTOR_KEY)).toBe(true);
  });

  test("we agree with it too, under that key", async () => {
    // The environment and the SDK are read once: this question needs fresh ones.
    vi.stubEnv("ALIPAY_PUBLIC_KEY", VECTOR_KEY);
    vi.resetModules();
    const { verifyNotify: verify } = await import("./notify.ts");
    const { accountSdks: sdksWithVectorKey } = await import("./sdk.ts");
    const verifyUnderVectorKey = (body: string) => verify(sdksWithVectorKey(), body);
    expect(verifyUnderVectorKey(form(VECTOR_NOTICE, VECTOR_SIGN))).toMatchObject({
      ok: true,
      fact: {
        outTradeNo: "T20260102_0001",
        tradeNo: "2026010222001400002000000001",
        amountFen: 8_888,
        state: "PAID",
        paidAt: new Date("2026-01-01T19:04:40.000Z"),
      },
    });
    expect(verifyUnderVectorKey(form(VECTOR_NOTICE.replace("88.88", "88.80"), VECTOR_SIGN)).ok).toBe(false);
  });
});
