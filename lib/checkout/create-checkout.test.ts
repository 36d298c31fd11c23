import { describe, expect, test } from "vitest";
import { CHECKOUT_LIFE_MS } from "../core/deadlines.ts";
import { after } from "../core/time.ts";
import { aCreditProduct, aMember, aPlan, at, NOW } from "../testing/builders.ts";
import { aBackEnd, aCheckout, PRODUCT, tokenIn } from "../testing/checkout.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { createCheckout, showCheckout } from "./create-checkout.ts";

useDatabase();

describe("making a session (R151)", () => {
  test("answers its address, and keeps neither token nor anything that opens it", async () => {
    const { memberId, ...checkout } = await aCheckout({ metadata: { cart: "7" } });
    expect(checkout).toEqual({
      id: expect.stringMatching(/^cs_[\w-]{22}$/) as string,
      url: expect.stringMatching(/^http:\/\/localhost:3000\/checkout\/[\w-]{43}$/) as string,
      status: "open",
      orderSn: null,
      expireTime: after(NOW, CHECKOUT_LIFE_MS).toISOString(),
    });
    const [row] = await query<{ member_id: bigint }>("select * from oms_checkout_session");
    expect(row!.member_id).toBe(memberId);
    expect(
      JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value)),
    ).not.toContain(tokenIn(checkout));
    expect(await showCheckout(checkout.id, NOW)).toEqual({ ...checkout, metadata: { cart: "7" } });
  });

  test("with the same key and body is the same answer, whatever has become of goods and sites; another body is refused", async () => {
    const [memberId, serviceKeyId, { productId }] = [await aMember(), await aBackEnd(), await aCreditProduct()];
    const maker = { memberId, serviceKeyId, requestKey: "k" };
    const body = { item: { productId }, successUrl: `${PRODUCT}/a` };
    const made = await createCheckout(maker, body, NOW);
    await query("update pms_credit_product set status = 'OFF_SALE'");
    await query("update sys_settings set return_origins = '{}'");
    expect(await createCheckout(maker, body, at(1))).toEqual(made);
    for (const other of [
      { ...body, successUrl: `${PRODUCT}/b` },
      { ...body, metadata: { a: "1" } },
    ])
      await expect(createCheckout(maker, other, NOW)).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    const another = { ...maker, memberId: await aMember() };
    await expect(createCheckout(another, body, NOW)).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect(await count("oms_checkout_session")).toBe(1);
  });

  test("twice at once with one key is one session", async () => {
    const wish = {
      memberId: await aMember(),
      serviceKeyId: await aBackEnd(),
      requestKey: "k",
      wanted: await aCreditProduct(),
    };
    const [one, two] = await Promise.all([aCheckout(wish), aCheckout(wish)]);
    expect(one).toEqual(two);
    expect(await count("oms_checkout_session")).toBe(1);
  });

  test.each([
    ["another site", { successUrl: "https://evil.example/" }, ["successUrl"]],
    ["two of them", { successUrl: "//x", cancelUrl: "javascript:alert(1)" }, ["successUrl", "cancelUrl"]],
    ["our own site", { successUrl: "http://localhost:3000/" }, ["successUrl"]],
  ])("that leads to %s is refused with the field", async (_, places, fields) => {
    const refusal = aCheckout(places);
    await expect(refusal).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    expect(
      ((await refusal.catch((error: unknown) => error)) as { facts: { issues: { field: string }[] } }).facts.issues.map(
        ({ field }) => field,
      ),
    ).toEqual(fields);
  });

  test("about what is not sold is refused", async () => {
    const off = await aCreditProduct({ status: "OFF_SALE" });
    await expect(aCheckout({ wanted: off })).rejects.toMatchObject({ code: "PRODUCT_NOT_FOUND" });
    const planned = (planCode: string, billingCycle: "monthly" | "3-day") =>
      aCheckout({ item: { planCode, billingCycle } });
    await expect(planned("nothing", "monthly")).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
    await aPlan({ code: "pro" });
    await expect(planned("pro", "3-day")).rejects.toMatchObject({ code: "TERM_NOT_FOUND" });
    expect((await planned("pro", "monthly")).status).toBe("open");
  });
});
