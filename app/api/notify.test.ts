import { beforeAll, describe, expect, test } from "vitest";
import { anOrder } from "../../lib/testing/builders.ts";
import { count, query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Answer, type Door } from "../../lib/testing/doors.ts";
import { aNotice, canonical, signedForm, type NoticeFields } from "../../lib/testing/notices.ts";
import { createHmac } from "node:crypto";

useDatabase();

let door: Door;
beforeAll(async () => {
  door = (await findDoors()).find(({ name }) => name === "POST /api/alipay/notify")!;
});

const FORM = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
const post = (raw: string, headers: Record<string, string> = {}): Promise<Answer> =>
  knock(door, { raw, headers: { ...FORM, ...headers } });

const withSign = (fields: NoticeFields, sign: string) =>
  new URLSearchParams({ ...fields, sign_type: "RSA2", sign }).toString();

describe("the notify address", () => {
  test("answers a genuine notice with seven letters, and once more when it comes again", async () => {
    const order = await anOrder();
    const body = signedForm(aNotice(order));
    for (const answer of [await post(body), await post(body)]) {
      expect([answer.status, answer.text]).toEqual([200, "success"]);
      expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    }
    expect(await count("oms_payment_records")).toBe(1);
  });

  test("answers success after a migration under the running server changed what it reads", async () => {
    const orders = [await anOrder(), await anOrder()];
    const settle = (order: (typeof orders)[number]) => post(signedForm(aNotice(order)));
    expect((await settle(orders[0]!)).text).toBe("success");
    await query("alter table oms_payment_attempts alter column app_id type varchar(200)");
    expect((await settle(orders[1]!)).text).toBe("success");
    expect(await count("oms_order", "status = 'PAID'")).toBe(2);
    await query("alter table oms_payment_attempts alter column app_id type text");
  });

  test.each<[string, (fields: NoticeFields) => string]>([
    ["A01 signed by nobody", (fields) => new URLSearchParams(fields).toString()],
    ["A01 with random bytes for a signature", (fields) => withSign(fields, Buffer.alloc(256, 7).toString("base64"))],
    [
      "A02 with an empty key's HMAC",
      (fields) => withSign(fields, createHmac("sha256", "").update(canonical(fields)).digest("base64")),
    ],
    [
      "A05 with a SHA-1 signature of the right key",
      (fields) => signedForm(fields, { hash: "RSA-SHA1", signType: "RSA" }),
    ],
    ["A06 with the amount twice", (fields) => `${signedForm(fields)}&total_amount=0.01`],
    ["A06 with the amount as a list", (fields) => signedForm(fields).replace("total_amount=", "total_amount[]=")],
  ])("believes nothing %s, and writes nothing down", async (_, forge) => {
    const answer = await post(forge(aNotice(await anOrder())));
    expect([answer.status, answer.text]).toEqual([200, "fail"]);
    expect(await count("oms_payment_evidence")).toBe(0);
  });

  test("A04 a genuine notice of one order moves no other, wherever the other's number is put", async () => {
    const [paid, other] = [await anOrder(), await anOrder()];
    const answer = await knock(door, {
      raw: signedForm(aNotice(paid)),
      query: `out_trade_no=${other.orderSn}&orderSn=${other.orderSn}`,
      headers: { ...FORM, "x-out-trade-no": other.orderSn },
    });
    expect(answer.text).toBe("success");
    expect(await count("oms_order", "status = 'PAID' and order_sn = $1", [paid.orderSn])).toBe(1);
    expect(await count("oms_order", "status = 'PENDING' and order_sn = $1", [other.orderSn])).toBe(1);
  });

  test("A07 no name of a host makes it trusting", async () => {
    const body = new URLSearchParams(aNotice(await anOrder())).toString();
    for (const host of ["localhost", "127.0.0.1", "localhost:3000"])
      expect((await post(body, { host, "x-forwarded-host": host, "x-real-ip": "127.0.0.1" })).text).toBe("fail");
  });

  test("A08 a notice of another app or seller, however well signed, pays nothing", async () => {
    for (const foreign of [{ app_id: "2021000000000001" }, { seller_id: "2088000000000009" }]) {
      const answer = await post(signedForm(aNotice(await anOrder(), foreign)));
      expect([answer.status, answer.text]).toEqual([200, "fail"]);
    }
    expect(await count("oms_order", "status <> 'PENDING'")).toBe(0);
    expect(await count("sys_alert", "kind = 'PAYMENT_MISMATCH'")).toBe(2);
  });

  test("A47 more than any notice is never read to its end", async () => {
    let sent = 0;
    const flood = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(16_384));
      },
    });
    const { NextRequest } = await import("next/server");
    const request = new NextRequest("http://localhost:3000/api/alipay/notify", {
      method: "POST",
      headers: FORM,
      body: flood,
      duplex: "half",
    });
    const answer = await door.handle(request, { params: Promise.resolve({}) });
    expect([answer.status, await answer.text()]).toEqual([413, "fail"]);
    expect(sent).toBeLessThan(10);
  });
});
