import { beforeEach, describe, expect, test } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { written } from "../testing/written.ts";
import { aMember, contextAt, NOW } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { closeAlert } from "./close-alert.ts";
import { raiseAlert } from "./parts.ts";
import type { AlertKind } from "../contracts/alerts.ts";

useDatabase();

let admin: bigint;
beforeEach(async () => {
  admin = await aMember({ role: "ADMIN" });
});

const raise = (kind: AlertKind, now: Date, detail = {}) =>
  written((commit) => raiseAlert(commit, { kind, cause: "1", orderSn: "sn", detail }, now));
const close = (now: Date, by = admin) => closeAlert(by, 1n, contextAt(now, `admin:${by}`));
const alerts = () => query("select detail, resolved_time, resolved_by, create_time from sys_alert");
const open = (detail: object) => ({ detail, resolved_time: null, resolved_by: null, create_time: NOW });
const tomorrow = after(NOW, DAY_MS);

describe("what lasts", () => {
  test.each(["REFUND_STUCK", "BILL_LATE"] as const)(
    "%s is told again a day after it was closed, in the same row, and the audit keeps every closing",
    async (kind) => {
      await raise(kind, NOW, { reason: "first" });
      await raise(kind, tomorrow, { reason: "an open alert stays as it is" });
      expect(await alerts()).toEqual([open({ reason: "first" })]);
      await close(NOW);
      await raise(kind, after(tomorrow, -1));
      expect(await alerts()).toMatchObject([{ resolved_time: NOW, resolved_by: admin }]);
      await raise(kind, tomorrow, { reason: "second" });
      expect(await alerts()).toMatchObject([
        open({ reason: "second", closedTime: expect.stringContaining("2026-03-01T") as string }),
      ]);
      await close(tomorrow);
      const closing = { actor: `admin:${admin}`, action: "ALERT_CLOSED", target: "1" };
      expect(await query("select actor, action, target, create_time from sys_audit_log order by id")).toEqual([
        { ...closing, create_time: NOW },
        { ...closing, create_time: tomorrow },
      ]);
    },
  );

  test("is one alert, by eight who meet it at once", async () => {
    const eight = () => Promise.all(Array.from({ length: 8 }, () => raise("REFUND_STUCK", NOW)));
    await overtake("lock table sys_alert in share mode", eight, 8);
    expect(await count("sys_alert")).toBe(1);
  });
});

test("a delivery that is given up again is told at once: a person tried meanwhile", async () => {
  await raise("DELIVERY_GIVEN_UP", NOW, { reason: "first" });
  await close(NOW);
  await raise("DELIVERY_GIVEN_UP", NOW, { reason: "second" });
  expect(await alerts()).toMatchObject([{ detail: { reason: "second" }, resolved_time: null, resolved_by: null }]);
});

test("what has happened is told once, whoever closed it and however often it is met", async () => {
  await raise("STRAY_PAYMENT", NOW);
  await close(NOW);
  await raise("STRAY_PAYMENT", after(NOW, 30 * DAY_MS));
  expect(await alerts()).toMatchObject([{ resolved_time: NOW, resolved_by: admin }]);
});

test("an alert is closed once: who comes second finds none, and the first one's name stays", async () => {
  await raise("STRAY_PAYMENT", NOW);
  await close(NOW);
  const second = await aMember({ role: "ADMIN" });
  await expect(close(tomorrow, second)).rejects.toMatchObject({ code: "NOT_FOUND", status: 404 });
  expect(await alerts()).toMatchObject([{ resolved_time: NOW, resolved_by: admin }]);
  expect(await count("sys_audit_log")).toBe(1);
});
