import { createHash } from "node:crypto";
import { AlipaySdk } from "alipay-sdk";
import { expect, test } from "vitest";
import { formBody } from "./notice-form.ts";
import { canonicalText, makeKeyPair, readPrivateKey, readPublicKey, signBytes, verifyBytes } from "./signer.ts";
import { parseForm } from "./charset.ts";

/** Fixed test vectors, made once with a throw-away key of which only the public half was kept. */
const PUBLIC_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA8jMjaHw2bDBQli8vVWGYGoM1ocGovNKGiGegZ1GOms0e2ILhU58+GyjtyVkEMGGa1xwsMK1UQjldm4xvMznPo1zvL3tBM4zQ0S+oUFXc9eB7hYbNnNz0J7iIoK3Bbd9g1lVDtwf9LlCTxIPgD5s+22NpfOR4iIvNIzZpNPT+2bcR/30oiTv3WL2U5nXKdme5du8fBO88HgSnuqND7I8SuYXZdUFY9fPkpwyVYXAlOlUNjqMb3Pytt3TbChtm5EgTMyfP8RsKvHsXC3HlPk1Hj5/gMarKzVcCxlcZ3z7h02CmBHwNYPBKZIxIpLU+RV+Nq3A9cCKyXjU/JZGsL8WNkQIDAQAB";

const VECTORS = [
  {
    name: "V1 request",
    text: 'alipay_sdk=alipay-sdk-nodejs-4.0.0&app_id=9021000000000001&biz_content={"out_trade_no":"T20260102_0001","product_code":"FAST_INSTANT_TRADE_PAY","total_amount":"88.88","subject":"测试商品 A+B 100%","time_expire":"2026-01-02 03:34:05","passback_params":"uid%3D42"}&charset=utf-8&method=alipay.trade.page.pay&notify_url=https://shop.example/pay/notify&return_url=https://shop.example/pay/return&sign_type=RSA2&timestamp=2026-01-02 03:04:05&version=1.0',
    sha256: "a72c2ae21ac5fa9d4473de8d976d3150f138005cd5cc0b2a639c637795dc06b8",
    sign: "LUu5ISjWFNrLu2KQnT62zIMnomLjedeNhkWocf01ayanPjOAM3VkSe/7GiH18WYGVTJ4MPQASjlZ/38ufmhoEaBqmwDouMtbWjCTmvgGCXtzmpbgYRlgUEOYXrBd75MVgx9qFC3/XR/rkBw9LBYEdW7jLualLsL3l/k1isBYgTX7BwU4RuaZzurGgw1j4QlB9AD+kwW5MEiYBUiZyVYe8rhF/s1kmrHz326lbD5Ejl2FyK3tf79sQzaW/vukm5ZqNll5n5t8EnTj9KalgCx1a72DcaFSeu2bafeMQ3ggssAQRs5wCaRilHWk9jPzrlxD0VK7QaVnhHU6+Xb7viJHzQ==",
  },
  {
    name: "V2 notice",
    text: 'app_id=9021000000000001&auth_app_id=9021000000000001&buyer_id=2088000000000002&buyer_pay_amount=88.88&charset=utf-8&fund_bill_list=[{"amount":"88.88","fundChannel":"ALIPAYACCOUNT"}]&gmt_create=2026-01-02 03:04:30&gmt_payment=2026-01-02 03:04:40&invoice_amount=88.88&notify_id=2026010200222030441000002000000001&notify_time=2026-01-02 03:04:41&notify_type=trade_status_sync&out_trade_no=T20260102_0001&passback_params=uid%3D42&point_amount=0.00&receipt_amount=88.88&seller_id=2088000000000001&subject=测试商品 A+B 100%&total_amount=88.88&trade_no=2026010222001400002000000001&trade_status=TRADE_SUCCESS&version=1.0',
    sha256: "990e77d4d943eb1b6014701acb4c928a84fa5bfc61de2f9d9e55d4984884389e",
    sign: "TQV6f0y5hToOqVPlsFw31cUrKFGBCllhbe/sCUbkoX6fhmQCZnhY/RHrBI+aV1pmiBPOu1HYcJvn0HFcPcvN8UtDDMtur0ht7E4vTNsdX/Lhd40r4gTJTy+nrZiOwfBp0QBOBcVDOyFmb4DFhSa/FFRQdMz4OOxing76nEdklW9T1lTH/RuLVK1c9A1lrRzjaCPXRuS313kCRyRW12h1ofsz00mpf+yEKSWMPyB4j9GjbQ86ZWYhzcA9Y7gQ29cADOcD0aNI+RMYowDRyrwGHAqD2kjTfU3Fr4vlwkQ7dzubSof887XboC+LSkJQnZKwdkavE8FN3UcX55300alavQ==",
  },
  {
    name: "V3 synchronous answer",
    text: '{"code":"10000","msg":"Success","buyer_logon_id":"tes***@sandbox.com","out_trade_no":"T20260102_0001","total_amount":"88.88","trade_no":"2026010222001400002000000001","trade_status":"TRADE_SUCCESS"}',
    sha256: "7b68b08b7b4ed98d7a56faefe4db6380f93b389ebaa0752153ccd8011e9bed9b",
    sign: "n0azkvIJhEJXYiv0aBxPUcZhIMJdJWs6o2xpuHhu4BR72R7Vs3NrnLY7YunbwO3nU3wQCSbXCfqeZ/kcAZC7nCuH7bPqHE1hPwu399pKeC7l1KhYH2vjBshNJgDub8iqSdcdrXyFhi2ZhX5sQKAanUF4CK4FvpuQUU8BGhWUM4LAvTGee9glRLCAszIOikMYUC5OzOuRoEPm1+yyHn7ZyDS8CxH7Wet3nDxIADavLARrnwL03pgjtIBqHIajAuCRpxy5muQe18/41yTojV+6YNZmpbrmfGVbVRdlRSDCh/uhiQtAGOTGoG0nyHWGbVmlaTbwe7kdzoo7LG/4KCMVaA==",
  },
  {
    name: "V4 v3 request",
    text: 'app_id=9021000000000001,nonce=00000000-0000-4000-8000-000000000001,timestamp=1767294245000\nPOST\n/v3/alipay/trade/query\n{"out_trade_no":"T20260102_0001"}\n',
    sha256: "63861cf820a6d946bb3cc875ed96b1d0c1e1a3d2e10933aba5e4a518e56d637a",
    sign: "OJOwU2ESWs2bCI1jC4iFDaH3gZXIqU61vphBCwicMhjquCcqz0FF0Bx+B5Y6jZHFYn2uffmFqV3xE/ku+jTsLqXQAiWaeDmg3P3xa78/aNnp8kH8yxzVCn36i0qFFdISrRZUO7Kvl3o0Pi+65ACW8g2MH8ofz8sdiy0+U4Zq12/GDvypv3UzvpLdAXeZ2LyHCt9UHtonnjYUVRGLNfD72Baer6aOjGOr7yT6u01gE7L0mn+9rTG7XgRIP1Foi837xbvoUQ76G3ySMQQyMjIAAPiOtiNuU1dVMAi/HGjuid1ESEmaKywhq46M/O5spcF9WWhid3k8FiqZPo+ezoO8KA==",
  },
];

/** Splits a canonical text back into its fields. */
const fieldsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split("&").map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
  );

const vector = (name: string) => VECTORS.find((one) => one.name.startsWith(name))!;

test.each(VECTORS)("$name: our verifier accepts the fixed signature and no other text", ({ text, sha256, sign }) => {
  const key = readPublicKey(PUBLIC_KEY);
  expect(createHash("sha256").update(text).digest("hex")).toBe(sha256);
  expect(verifyBytes(Buffer.from(text), key, sign)).toBe(true);
  expect(verifyBytes(Buffer.from(`${text} `), key, sign)).toBe(false);
});

test("the canonical text of a request keeps sign_type and leaves out sign and empty values", () => {
  const { text, sign } = vector("V1");
  const shuffled = Object.fromEntries(Object.entries({ ...fieldsOf(text), sign, app_auth_token: "" }).reverse());
  expect(canonicalText(shuffled, ["sign"])).toBe(text);
});

test("a notice form built from V2 passes the official SDK", () => {
  const { text, sign } = vector("V2");
  const fields = { ...fieldsOf(text), sign, sign_type: "RSA2" };
  const { privateKey } = { privateKey: "unused-for-verifying" };
  const sdk = new AlipaySdk({ appId: "9021000000000001", privateKey, alipayPublicKey: PUBLIC_KEY });
  expect(sdk.checkNotifySignV2(parseForm(formBody(fields), "utf-8"))).toBe(true);
  expect(sdk.checkNotifySignV2({ ...fields, total_amount: "88.89" })).toBe(false);
});

test("a new pair signs what it verifies, and another pair does not", async () => {
  const [mine, other] = [await makeKeyPair(), await makeKeyPair()];
  const sign = signBytes(Buffer.from("账"), readPrivateKey(mine.privateKey));
  expect(sign).toHaveLength(344);
  expect(verifyBytes(Buffer.from("账"), readPublicKey(mine.publicKey), sign)).toBe(true);
  expect(verifyBytes(Buffer.from("账"), readPublicKey(other.publicKey), sign)).toBe(false);
});
