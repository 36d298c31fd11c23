import { createVerify } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encode } from "./charset.ts";
import { canonicalText, readPrivateKey, signBytes } from "./signer.ts";
import { newOrderNumber, payUrl, startSandbox, stopSandbox, without, type Running } from "./testing.ts";

let sandbox: Running;
beforeAll(async () => void (sandbox = await startSandbox()));
afterAll(async () => void (await stopSandbox(sandbox)));

type Answer = { code: string; msg: string; sub_code?: string; sub_msg?: string };
type Parsed = { key: string; answer: Answer; sign: string | undefined; raw: string };

const BASE = {
  method: "alipay.trade.query",
  charset: "utf-8",
  format: "JSON",
  version: "1.0",
  sign_type: "RSA2",
  timestamp: "2026-01-02 03:04:05",
  notify_url: "https://shop.example/notify",
  app_auth_token: "token",
  alipay_sdk: "by-hand",
  biz_content: '{"out_trade_no":"NONE","subject":"测试"}',
};

function signed(changes: Record<string, string> = {}): Record<string, string> {
  const parameters = { app_id: sandbox.merchant.appId, ...BASE, ...changes };
  const key = readPrivateKey(sandbox.merchant.privateKey);
  return { ...parameters, sign: signBytes(Buffer.from(canonicalText(parameters, ["sign"])), key) };
}

async function call(parameters: Record<string, string>): Promise<Parsed> {
  const answer = await fetch(`${sandbox.merchant.gateway}?charset=utf-8`, {
    method: "POST",
    body: new URLSearchParams(parameters),
  });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html;charset=utf-8"]);
  expect(answer.headers.get("trace_id")).toMatch(/^[0-9a-f]{30}$/);
  const raw = await answer.text();
  const { sign, ...rest } = JSON.parse(raw) as Record<string, never> & { sign?: string };
  const [[key, object] = ["", {}]] = Object.entries(rest);
  return { key, answer: object as Answer, sign, raw };
}

test("a business answer is signed over its exact bytes", async () => {
  const { key, answer, sign, raw } = await call(signed());
  expect([key, answer.code, answer.sub_code]).toEqual(["alipay_trade_query_response", "40004", "ACQ.TRADE_NOT_EXIST"]);
  const bytes = raw.slice(raw.indexOf(":") + 1, raw.lastIndexOf(',"sign":'));
  const pem = `-----BEGIN PUBLIC KEY-----\n${sandbox.merchant.publicKey}\n-----END PUBLIC KEY-----`;
  expect(
    createVerify("RSA-SHA256")
      .update(bytes)
      .verify(pem, sign ?? "", "base64"),
  ).toBe(true);
});

test("slashes are escaped in the signed bytes", async () => {
  const outTradeNo = newOrderNumber();
  const biz = JSON.stringify({ out_trade_no: outTradeNo, total_amount: "1.00", subject: "扫码" });
  const { raw } = await call(signed({ method: "alipay.trade.precreate", biz_content: biz }));
  expect(raw).toContain(`"qr_code":"http:\\/\\/127.0.0.1`);
});

test("every received parameter belongs to the signed text: one changed, added or dropped is refused", async () => {
  const good = signed();
  const tampered = Object.keys(good).filter(
    (name) => !["app_id", "method", "charset", "format", "sign_type"].includes(name),
  );
  expect(tampered).toContain("alipay_sdk");
  for (const name of tampered) {
    const text = good[name]!;
    const value = name === "sign" ? `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}` : `${text}x`;
    expect([name, (await call({ ...good, [name]: value })).answer.sub_code]).toEqual([name, "isv.invalid-signature"]);
  }
  expect((await call({ ...good, extra: "1" })).answer.sub_code).toBe("isv.invalid-signature");
  expect((await call(without(good, "alipay_sdk"))).answer.sub_code).toBe("isv.invalid-signature");
  expect((await call(good)).answer.sub_code).toBe("ACQ.TRADE_NOT_EXIST");
});

test("the five that are looked at before the signature are refused by their own names", async () => {
  const refusedAs = async (changes: Record<string, string>): Promise<string | undefined> =>
    (await call({ ...signed(), ...changes })).answer.sub_code;
  expect(await refusedAs({ app_id: "2021000000000009" })).toBe("isv.invalid-app-id");
  expect(await refusedAs({ method: "alipay.trade.quern" })).toBe("isv.invalid-method");
  expect(await refusedAs({ method: "alipay.trade.close" })).toBe("isv.invalid-signature");
  expect(await refusedAs({ format: "xml" })).toBe("isv.invalid-format");
  expect(await refusedAs({ sign_type: "RSA" })).toBe("isv.invalid-signature-type");
  const inQuery = `${sandbox.merchant.gateway}?${new URLSearchParams({ charset: "big5", ...without(signed(), "charset") }).toString()}`;
  expect(await (await fetch(inQuery)).text()).toContain("isv.invalid-charset");
});

test("what is missing is named, app_id and method before anything else", async () => {
  for (const [name, word] of [
    ["app_id", "app-id"],
    ["method", "method"],
    ["timestamp", "timestamp"],
    ["version", "version"],
    ["sign_type", "signature-type"],
    ["sign", "signature"],
  ] as const) {
    const { answer } = await call(without(signed(), name));
    expect([answer.code, answer.msg, answer.sub_code]).toEqual([
      "40001",
      "Missing Required Arguments",
      `isv.missing-${word}`,
    ]);
  }
  expect((await call({})).answer.sub_code).toBe("isv.missing-app-id");
  expect((await call({ app_id: "1" })).answer.sub_code).toBe("isv.invalid-app-id");
});

test("after the signature: timestamp, suspicious addresses, JSON", async () => {
  expect((await call(signed({ timestamp: "2026-02-30 03:04:05" }))).answer.sub_code).toBe("isv.invalid-timestamp");
  expect((await call(signed({ notify_url: "http://a/?method=x" }))).answer.sub_code).toBe("isv.suspected-attack");
  for (const biz_content of ["{", "[]", "null", ""]) {
    expect((await call(signed({ biz_content }))).answer.sub_code).toBe("isv.illegal-json");
  }
});

test("gateway errors carry no signature, unless a switch says so; the invalid one shows the gateway's text", async () => {
  const bad = { ...signed(), sign: "AAAA" };
  const plain = await call(bad);
  expect([plain.key, plain.sign]).toEqual(["alipay_trade_query_response", undefined]);
  expect(plain.answer.sub_msg).toContain("alipay_sdk=by-hand&amp;app_auth_token=token&amp;app_id=");
  expect(plain.answer.sub_msg).toContain("{&quot;out_trade_no&quot;");
  await sandbox.control("POST /control/switches", { signGatewayErrors: true, gatewayErrorKey: "error_response" });
  const signedError = await call(bad);
  await sandbox.control("POST /control/switches", { signGatewayErrors: false, gatewayErrorKey: "auto" });
  expect([signedError.key, typeof signedError.sign]).toEqual(["error_response", "string"]);
  expect((await call({ app_id: "1" })).key).toBe("error_response");
});

test("the switch strictFields refuses a business field that no page documents", async () => {
  const call1 = (): Promise<Parsed> => call(signed());
  await sandbox.control("POST /control/switches", { strictFields: true });
  const strict = await call1();
  await sandbox.control("POST /control/switches", { strictFields: false });
  expect([strict.answer.sub_code, strict.answer.sub_msg]).toEqual([
    "ACQ.INVALID_PARAMETER",
    "参数无效：subject 不是该方法的参数",
  ]);
  expect((await call1()).answer.sub_code).toBe("ACQ.TRADE_NOT_EXIST");
});

test("charset hidden in the body: Chinese fails the signature, as at Alipay", async () => {
  const post = async (address: string, body: Record<string, string>): Promise<string> =>
    (await fetch(address, { method: "POST", body: new URLSearchParams(body) })).text();
  expect(await post(sandbox.merchant.gateway, signed())).toContain("isv.invalid-signature");
  expect(await post(`${sandbox.merchant.gateway}?charset=utf-8`, signed())).toContain("ACQ.TRADE_NOT_EXIST");
});

test("a GBK merchant is understood and answered in GBK", async () => {
  const parameters = { app_id: sandbox.merchant.appId, ...BASE, charset: "gbk" };
  const key = readPrivateKey(sandbox.merchant.privateKey);
  const sign = signBytes(encode(canonicalText(parameters, ["sign"]), "gbk"), key);
  const pairs = Object.entries({ ...parameters, sign }).map(([name, value]) => {
    const percent = [...encode(value, "gbk")].map((byte) => `%${byte.toString(16).padStart(2, "0")}`);
    return `${name}=${percent.join("")}`;
  });
  const answer = await fetch(`${sandbox.merchant.gateway}?${pairs.join("&")}`);
  expect(new TextDecoder("gbk").decode(await answer.arrayBuffer())).toContain('"sub_msg":"交易不存在"');
});

test("multipart forms are read as well", async () => {
  const form = new FormData();
  for (const [name, value] of Object.entries(signed())) form.set(name, value);
  const answer = await fetch(`${sandbox.merchant.gateway}?charset=utf-8`, { method: "POST", body: form });
  expect(await answer.text()).toContain("ACQ.TRADE_NOT_EXIST");
});

test("page methods show their refusal to the buyer, as a GBK page with the bare code", async () => {
  const good = payUrl(sandbox.sdk, newOrderNumber());
  const answer = await fetch(good.replace("88.80", "88.81"), { redirect: "manual" });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html;charset=GBK"]);
  const shown = new TextDecoder("gbk").decode(await answer.arrayBuffer());
  expect(shown).toContain("错误代码：<strong>invalid-signature</strong>");
  expect((await fetch(good, { redirect: "manual" })).headers.get("location")).toMatch(/\/cashier\/[0-9a-f]{24}$/);
});

test("nothing that is sent makes a 5xx", async () => {
  const odd = [
    fetch(`${sandbox.url}//`),
    fetch(`${sandbox.url}/gateway.do?%ff=%ZZ&&=&a`),
    fetch(`${sandbox.url}/gateway.do`, {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=x" },
      body: "y",
    }),
    fetch(`${sandbox.url}/gateway.do?charset=utf-8`, { method: "POST", body: "x".repeat(1_100_000) }),
    fetch(`${sandbox.url}/control/faults`, { method: "POST", body: "[" }),
    fetch(`${sandbox.url}/cashier/none/pay`, { method: "POST", body: "buyer=1" }),
  ];
  const statuses = await Promise.all(odd.map(async (one) => (await one).status));
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  expect(statuses[2]).toBe(400);
  expect(statuses[3]).toBe(413);
});
