import { beforeEach, describe, expect, test } from "vitest";
import { saveSettings } from "../accounts/save-settings.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { deleteOldMessages } from "../operators/delete-old-messages.ts";
import { addTarget } from "../operators/targets.ts";
import { aPaidOrder, anOrder, at, contextAt } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { statementsOf } from "../testing/statements.ts";
import { tellDay } from "./tell-day.ts";

useDatabase();

/** Nine in the morning in Beijing, the day after `at(0)`. */
const NINE = after(at(0), 21 * HOUR_MS);
const setHour = (summaryHour: number | null) => saveSettings({ summaryHour }, contextAt(at(0)));
const addRobot = (name: string, now: Date) =>
  addTarget({ kind: "WECOM", address: `http://127.0.0.1:9/${name}` }, contextAt(now));
const messages = () =>
  query("select target_id, summary_day::text as day, subject, status from sys_operator_message order by id");

beforeEach(async () => {
  await addRobot("one", at(0));
  await addRobot("two", at(0));
});

describe("the summary of a day", () => {
  test("is written for every place from the hour on, once, whatever the hour becomes later", async () => {
    await setHour(9);
    await anOrder({ now: at(0) });
    await aPaidOrder({ now: at(0) });
    await tellDay(after(NINE, -1));
    expect(await messages()).toEqual([]);
    await addRobot("late", NINE);
    for (const minutes of [0, 1, 600]) await tellDay(after(NINE, minutes * MINUTE_MS));
    await setHour(20);
    await tellDay(after(NINE, 12 * HOUR_MS));
    const told = { day: "2026-03-01", subject: "【账房】2026-03-01 小结：收款 ¥9.90", status: "PENDING" };
    // The place that was added at nine is told at eight in the evening.
    expect(await messages()).toEqual([1n, 2n, 3n].map((target_id) => ({ target_id, ...told })));
    await tellDay(after(NINE, 12 * HOUR_MS + DAY_MS));
    expect((await messages()).slice(3)).toMatchObject(
      [1n, 2n, 3n].map((target_id) => ({
        target_id,
        day: "2026-03-02",
        subject: "【账房】2026-03-02 小结：收款 ¥0.00",
      })),
    );
  });

  test("is written once by eight instances at once", async () => {
    await setHour(9);
    await Promise.all(Array.from({ length: 8 }, () => tellDay(NINE)));
    expect(await messages()).toHaveLength(2);
  });

  test("is not written by one that has seen it missing before another wrote it", async () => {
    await setHour(9);
    const rival = `insert into sys_operator_message (target_id, subject, body, summary_day) values (1, 'x', 'x', '2026-03-01')`;
    await overtake(rival, () => tellDay(NINE));
    expect(await messages()).toMatchObject([
      { target_id: 1n, subject: "x" },
      { target_id: 2n, subject: expect.stringContaining("小结") as string },
    ]);
  });

  test("costs one read a minute where nobody asked for it, and two where it is told", async () => {
    expect(await statementsOf(() => tellDay(NINE))).toEqual({ reads: 1, writes: 0 });
    await setHour(9);
    await tellDay(NINE);
    expect(await statementsOf(() => tellDay(NINE))).toEqual({ reads: 2, writes: 0 });
    await setHour(null);
    await tellDay(after(NINE, DAY_MS));
    expect(await messages()).toHaveLength(2);
  });
});

test("messages leave after 30 days, but not one that is still to be sent", async () => {
  await setHour(9);
  await tellDay(NINE);
  await query("update sys_operator_message set status = 'SENT' where target_id = 1");
  expect(await deleteOldMessages(after(NINE, 30 * DAY_MS - 1))).toMatchObject({ done: 0 });
  expect(await deleteOldMessages(after(NINE, 30 * DAY_MS))).toMatchObject({ done: 1 });
  expect(await messages()).toMatchObject([{ target_id: 2n, status: "PENDING" }]);
});
