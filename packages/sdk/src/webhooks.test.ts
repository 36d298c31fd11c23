import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { verifyWebhook, WebhookError } from "./webhooks.ts";

const SECRET = `whsec_${Buffer.from("a secret of at least 24 bytes").toString("base64")}`;
const OTHER = `whsec_${Buffer.from("another secret of 24 bytes and more").toString("base64")}`;
const NOW = new Date("2026-03-01T12:00:00+08:00");
const EVENT = { id: "evt_1", type: "credits.granted", timestamp: NOW.toISOString(), data: { 说明: "赠送" } };
const BODY = JSON.stringify(EVENT);

/** Headers as the reference implementation of Standard Webhooks makes them. */
function sent({ id = EVENT.id, body = BODY, secret = SECRET, at = NOW } = {}) {
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1_000)),
    "webhook-signature": new Webhook(secret).sign(id, at, body),
  };
}

const verify = (
  headers: Record<string, string>,
  changes: { body?: string; secret?: string | string[]; now?: Date } = {},
) => verifyWebhook({ body: BODY, headers, secret: SECRET, now: NOW, ...changes });

describe("a delivery", () => {
  test("whose signature is right is the event", async () => {
    expect(await verify(sent())).toEqual(EVENT);
    expect(await verifyWebhook({ body: BODY, headers: new Headers(sent()), secret: SECRET, now: NOW })).toEqual(EVENT);
  });

  test("is right under either secret while one is being rotated, and under one of two signatures", async () => {
    expect(await verify(sent(), { secret: [OTHER, SECRET] })).toEqual(EVENT);
    const both = `${sent({ secret: OTHER })["webhook-signature"]} ${sent()["webhook-signature"]}`;
    expect(await verify({ ...sent(), "webhook-signature": both })).toEqual(EVENT);
  });

  test.each([
    ["another secret", sent({ secret: OTHER }), {}],
    ["another body", sent(), { body: BODY.replace("赠送", "充值") }],
    ["another id", { ...sent(), "webhook-id": "evt_2" }, {}],
    ["another time", { ...sent(), "webhook-timestamp": String(NOW.getTime() / 1_000 + 1) }, {}],
    ["an old one", sent(), { now: new Date(NOW.getTime() + 301_000) }],
    ["one from the future", sent({ at: new Date(NOW.getTime() + 301_000) }), {}],
    ["a body with another id than the header", sent({ id: "evt_2" }), {}],
    ["no signature", { "webhook-id": "evt_1", "webhook-timestamp": sent()["webhook-timestamp"] }, {}],
    ["a signature that is no base64", { ...sent(), "webhook-signature": "v1,***" }, {}],
    [
      "another version of the signature",
      { ...sent(), "webhook-signature": sent()["webhook-signature"].replace("v1,", "v1a,") },
      {},
    ],
    ["a time that is no number", { ...sent(), "webhook-timestamp": "soon" }, {}],
    ["a secret that is none", sent(), { secret: "whsec_" }],
  ])("is refused: %s", async (_what, headers, changes) => {
    await expect(verify(headers as Record<string, string>, changes)).rejects.toBeInstanceOf(WebhookError);
  });
});
