import { describe, expect, test } from "vitest";
import type { OrderStatus } from "../core/states.ts";
import { at, NOW } from "../testing/builders.ts";
import { checkoutStatus, nextPayment, successPlace, wayBack, type SessionFacts } from "./rules.ts";

const session = (order: [OrderStatus, boolean] | null, { cancelled = false } = {}): SessionFacts => ({
  cancelTime: cancelled ? NOW : null,
  expireTime: at(60),
  order: order && { status: order[0], paymentTime: order[1] ? NOW : null, expireTime: at(75) },
});

describe("what a session is, before, at and after its end, and after its order's (R152)", () => {
  const MOMENTS = [at(59), at(60), at(74), at(75)];
  const all = (facts: SessionFacts) =>
    MOMENTS.map((now) => [checkoutStatus(facts, now), nextPayment(facts, now)].join(" "));

  test.each<[string, SessionFacts, string[]]>([
    ["nothing ordered", session(null), ["open new", "expired over", "expired over", "expired over"]],
    ["an order that waits", session(["PENDING", false]), ["open again", "open again", "open again", "open wait"]],
    [
      "an order that was closed",
      session(["CANCELLED", false]),
      ["open new", "expired over", "expired over", "expired over"],
    ],
    ["paid", session(["PAID", true]), Array<string>(4).fill("paid over")],
    ["refunded since", session(["REFUNDED", true]), Array<string>(4).fill("paid over")],
    ["given up", session(["CANCELLED", false], { cancelled: true }), Array<string>(4).fill("cancelled over")],
    [
      "given up, and paid all the same",
      session(["PAID", true], { cancelled: true }),
      Array<string>(4).fill("paid over"),
    ],
  ])("%s", (_, facts, expected) => expect(all(facts)).toEqual(expected));
});

test.each([
  ["https://a.example/done", "https://a.example/done?checkout_session_id=cs_1"],
  ["https://a.example", "https://a.example/?checkout_session_id=cs_1"],
  ["https://a.example/?", "https://a.example/?checkout_session_id=cs_1"],
  ["https://a.example/d?a=1&b=x%20y+z&&c#top?x", "https://a.example/d?a=1&b=x%20y+z&&c&checkout_session_id=cs_1#top?x"],
  ["https://a.example/d?q=%E5%95%86&q=2#", "https://a.example/d?q=%E5%95%86&q=2&checkout_session_id=cs_1#"],
  ["https://a.example/d?checkout_session_id=forged&a=1", "https://a.example/d?a=1&checkout_session_id=cs_1"],
  ["https://a.example/d?checkout%5Fsession_id=forged", "https://a.example/d?checkout_session_id=cs_1"],
])("a buyer who paid is sent from %s to %s (R155)", (successUrl, place) => {
  expect(successPlace(successUrl, "cs_1")).toBe(place);
});

test("who does not pay goes to the address for that, else to the product's front page", () => {
  expect(wayBack({ successUrl: "https://a.example:8443/x?y#z", cancelUrl: null })).toBe("https://a.example:8443/");
  expect(wayBack({ successUrl: "https://a.example/x", cancelUrl: "https://a.example/cart" })).toBe(
    "https://a.example/cart",
  );
});
