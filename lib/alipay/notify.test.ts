import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_NOTICE_BYTES } from "../core/trade.ts";
import { aNotice, alipayKey, signedForm, type NoticeFields } from "../testing/notices.ts";
import { verifyNotify } from "./notify.ts";
import { accountSdks } from "./sdk.ts";

const order = { orderSn: "20260301120000000abcdefghjkmnpqrs", amountFen: 990 };
const genuine = (changes: NoticeFields = {}) => aNotice(order, changes);

function without(fields: NoticeFields, names: readonly string[]): NoticeFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** The signed form with one field changed after signing. */
function tampered(name: string, value: string): string {
  const form = new URLSearchParams(signedForm(genuine()));
  form.set(name, value);
  return form.toString();
}

describe("a genuine notice", () => {
  test("becomes a fact in fen and instants", () => {
    const notice = genuine({ trade_no: "2026030122001400002000000001", notify_id: "n1" });
    const body = signedForm(notice);
    expect(verifyNotify(accountSdks(), body)).toEqual({
      ok: true,
      fact: {
        paymentMethod: "alipay",
        outTradeNo: order.orderSn,
        tradeNo: "2026030122001400002000000001",
        state: "PAID",
        amountFen: 990,
        paidAt: new Date("2026-03-01T04:00:30.000Z"),
        merchant: { appId: "9021000000000001", sellerId: "2088000000000001" },
        isRefund: false,
        source: "NOTIFY",
        evidenceKey: expect.stringMatching(/^notify:n1:[\w-]{16}$/),
        content: body,
      },
    });
  });

  test("is the same news when it is sent again, and other news when it says something else", () => {
    const notice = genuine({ notify_id: "n1" });
    const keyOf = (changes: NoticeFields) => {
      const verified = verifyNotify(accountSdks(), signedForm({ ...notice, ...changes }));
      return verified.ok && verified.fact.evidenceKey;
    };
    expect(keyOf({ notify_time: "2026-03-01 12:04:32" })).toBe(keyOf({}));
    const changes = [{}, { out_trade_no: "another" }, { total_amount: "0.01" }, { trade_status: "TRADE_CLOSED" }];
    expect(new Set(changes.map(keyOf)).size).toBe(changes.length);
  });

  test.each([
    ["TRADE_SUCCESS", "PAID"],
    ["TRADE_FINISHED", "PAID"],
    ["trade_success", "PAID"],
    ["WAIT_BUYER_PAY", "WAITING"],
    ["TRADE_CLOSED", "CLOSED"],
    ["TRADE_OF_THE_FUTURE", "UNKNOWN"],
    ["constructor", "UNKNOWN"],
    ["__proto__", "UNKNOWN"],
  ])("%s is %s", (word, state) => {
    expect(verifyNotify(accountSdks(), signedForm(genuine({ trade_status: word })))).toMatchObject({
      ok: true,
      fact: { state },
    });
  });

  test.each([
    [{ refund_fee: "0.00" }, false],
    [{ refund_fee: "1.00" }, true],
    [{ refund_fee: "0.01" }, true],
    [{ refund_fee: "much" }, false],
    [{ gmt_refund: "2026-03-01 12:10:15.143" }, true],
    [{ gmt_refund: "2026-03-01 12:10:15.143", refund_fee: "1.00" }, true],
  ] as [NoticeFields, boolean][])("with %j is news of a refund: %s", (changes, isRefund) => {
    expect(verifyNotify(accountSdks(), signedForm(genuine(changes)))).toMatchObject({ ok: true, fact: { isRefund } });
  });

  test.each(["9.9", "09.90", "1e1", " 9.90", "-9.90", "９.９０"])(
    "with the amount %j has no amount",
    (total_amount) => {
      expect(verifyNotify(accountSdks(), signedForm(genuine({ total_amount })))).toMatchObject({
        ok: true,
        fact: { amountFen: null },
      });
    },
  );

  test("without app, seller or time names none", () => {
    const notice = without(genuine(), ["app_id", "seller_id", "gmt_payment"]);
    expect(verifyNotify(accountSdks(), signedForm(notice))).toMatchObject({
      ok: true,
      fact: { merchant: { appId: "", sellerId: "" }, paidAt: null },
    });
  });

  test("verifies whatever its subject says", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 256 }), (subject) => {
        expect(verifyNotify(accountSdks(), signedForm(genuine({ subject }))).ok).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a notice that is not believed", () => {
  test.each(Object.keys(genuine()))("%s changed after signing", (name) => {
    expect(verifyNotify(accountSdks(), tampered(name, "0.01"))).toEqual({ ok: false, reason: "bad signature" });
  });

  test("a field added, or removed, after signing", () => {
    expect(verifyNotify(accountSdks(), `${signedForm(genuine())}&extra=1`)).toEqual({
      ok: false,
      reason: "bad signature",
    });
    const form = new URLSearchParams(signedForm(genuine()));
    form.delete("buyer_id");
    expect(verifyNotify(accountSdks(), form.toString())).toEqual({ ok: false, reason: "bad signature" });
  });

  test("a field that stands twice, wherever the forger puts it", () => {
    const body = signedForm(genuine());
    for (const twice of [`total_amount=0.01&${body}`, `${body}&total_amount=9.90`, `${body}&sign_type=RSA2`])
      expect(verifyNotify(accountSdks(), twice)).toEqual({ ok: false, reason: "a field stands twice" });
  });

  test.each(["RSA", "rsa2", "MD5", "", "__proto__", "constructor", "RSA2 "])("sign_type %j", (signType) => {
    expect(verifyNotify(accountSdks(), tampered("sign_type", signType))).toEqual({
      ok: false,
      reason: "sign_type is not RSA2",
    });
  });

  test("a SHA-1 signature of the right key, which the SDK alone would believe", () => {
    const body = signedForm(genuine(), { hash: "RSA-SHA1", signType: "RSA" });
    expect(verifyNotify(accountSdks(), body)).toEqual({ ok: false, reason: "sign_type is not RSA2" });
    expect(verifyNotify(accountSdks(), body.replace("sign_type=RSA", "sign_type=RSA2"))).toEqual({
      ok: false,
      reason: "bad signature",
    });
  });

  test.each([
    ["missing", ""],
    ["ten kilobytes", "A".repeat(10_240)],
    ["not base64", "!!!!"],
    ["with something hidden in it", "AAAA\u0000AAAA"],
  ])("a sign that is %s", (_, sign) => {
    expect(verifyNotify(accountSdks(), tampered("sign", sign)).ok).toBe(false);
  });

  test("a genuine sign with something hidden in it, which a lenient base64 reader would skip", () => {
    const form = new URLSearchParams(signedForm(genuine()));
    form.set("sign", `\u0000${form.get("sign")}`);
    expect(verifyNotify(accountSdks(), form.toString()).ok).toBe(false);
  });

  test("the return address of a buyer, signed by Alipay but no notice", () => {
    const returned = without(genuine(), ["notify_id", "notify_time", "notify_type"]);
    expect(verifyNotify(accountSdks(), signedForm({ ...returned, method: "alipay.trade.page.pay.return" }))).toEqual({
      ok: false,
      reason: "a signed notice without its numbers",
    });
  });

  test.each(["notify_id", "out_trade_no", "trade_no", "subject"])("a signed one whose %s cannot be kept", (name) => {
    expect(verifyNotify(accountSdks(), signedForm({ ...genuine(), [name]: "2026\u00001" }))).toEqual({
      ok: false,
      reason: "a text that cannot be kept",
    });
  });

  test.each(["notify_id", "out_trade_no", "trade_no"])("a signed one without its %s", (name) => {
    expect(verifyNotify(accountSdks(), signedForm(without(genuine(), [name])))).toEqual({
      ok: false,
      reason: "a signed notice without its numbers",
    });
  });

  test("more than 64 KB, however well signed", () => {
    const body = signedForm(genuine({ body: "长".repeat(MAX_NOTICE_BYTES) }), { key: alipayKey() });
    expect(verifyNotify(accountSdks(), body)).toEqual({ ok: false, reason: "too large" });
    expect(verifyNotify(accountSdks(), "a".repeat(65_537))).toEqual({ ok: false, reason: "too large" });
    expect(verifyNotify(accountSdks(), "a".repeat(65_536))).toEqual({ ok: false, reason: "sign_type is not RSA2" });
  });

  test("a body in GBK", () => {
    // 积分 as GBK bytes, percent-encoded; the form says so, but the verifier reads UTF-8 only.
    const body = signedForm(genuine({ charset: "gbk" })).replace(/subject=[^&]*/, "subject=%BB%FD%B7%D6");
    expect(verifyNotify(accountSdks(), body)).toEqual({ ok: false, reason: "bad signature" });
  });

  test.each([
    "",
    "&",
    "=",
    "&&==&",
    "{}",
    '{"out_trade_no":"1"}',
    "<xml/>",
    "%",
    "%E4%A",
    "sign=&sign_type=RSA2",
    "a[]=1&a[]=2",
    "\u0000",
  ])("%j", (body) => {
    expect(verifyNotify(accountSdks(), body).ok).toBe(false);
  });

  test("anything at all, and it never throws", () => {
    const pairs = fc.array(
      fc.tuple(fc.constantFrom("sign", "sign_type", "out_trade_no", "__proto__", "toString", "x"), fc.string()),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pairs.map((list) => new URLSearchParams(list).toString()),
        ),
        (body) => {
          expect(verifyNotify(accountSdks(), body).ok).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
