import { beforeEach, expect, test } from "vitest";
import { written } from "../testing/written.ts";
import { aMember, at } from "../testing/builders.ts";
import { count, useDatabase } from "../testing/database.ts";
import { countUnreadNotices, listNotices } from "./list-notices.ts";
import { enqueueNotice } from "./parts.ts";
import { readNotices } from "./read-notices.ts";

useDatabase();

let memberId: bigint;
beforeEach(async () => {
  memberId = await aMember();
});

const tell = (about: string, to = memberId) =>
  written((commit) =>
    enqueueNotice(
      commit,
      { memberId: to, kind: "PAID", about, orderSn: about, facts: { product: "一百积分", amount: "9.90" } },
      at(0),
    ),
  );

test("messages are one's own, newest first, in words", async () => {
  await tell("a");
  await tell("b");
  await tell("c", await aMember());
  const page = await listNotices(memberId, {});
  expect(page).toMatchObject({ total: 2, totalPage: 1 });
  expect(page.list.map((notice) => notice.orderSn)).toEqual(["b", "a"]);
  expect(page.list[0]).toMatchObject({
    title: "付款成功",
    body: "「一百积分」已付款 ¥9.90，商品已到账。",
    read: false,
    createTime: at(0).toISOString(),
  });
});

test("the same news about the same thing is told once", async () => {
  await tell("a");
  await tell("a");
  expect(await count("ums_member_notice")).toBe(1);
});

test("reading marks the given ones, or all, and never a stranger's", async () => {
  for (const about of ["a", "b", "c"]) await tell(about);
  const stranger = await aMember();
  await tell("theirs", stranger);
  const { list } = await listNotices(memberId, {});
  expect(await readNotices(memberId, { ids: [list[0]!.id] }, at(1))).toBe(2);
  expect((await listNotices(memberId, {})).list.map(({ read }) => read)).toEqual([true, false, false]);
  const theirs = (await listNotices(stranger, {})).list[0]!.id;
  expect(await readNotices(memberId, { ids: [theirs] }, at(1))).toBe(2);
  expect(await countUnreadNotices(stranger)).toBe(1);
  expect(await readNotices(memberId, {}, at(2))).toBe(0);
  expect(await countUnreadNotices(stranger)).toBe(1);
});

test("messages come in pages", async () => {
  for (const about of ["a", "b", "c"]) await tell(about);
  const second = await listNotices(memberId, { pageNum: 2, pageSize: 2 });
  expect(second).toMatchObject({ total: 3, totalPage: 2, pageNum: 2 });
  expect(second.list.map((notice) => notice.orderSn)).toEqual(["a"]);
});
