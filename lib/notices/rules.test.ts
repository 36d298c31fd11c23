import { describe, expect, test } from "vitest";
import { after, MINUTE_MS } from "../core/time.ts";
import { isMailed, mailRank, mailWords, nextMailAt, noticeWords, WAITING_MAILS, type NoticeKind } from "./rules.ts";

const facts = {
  product: "一百积分",
  amount: "9.90",
  why: "超过 30 分钟未付款",
  next: "正在审核",
  endDate: "2026-04-01",
  goods: "未使用的权益已收回",
  title: "某某科技有限公司",
  number: "25117000000000000001",
  redNumber: "25117000000000000002",
  what: "赠送",
  until: "2026-03-08 12:00",
};

const KINDS: Record<NoticeKind, readonly (keyof typeof facts)[]> = {
  PAID: ["product", "amount"],
  DELIVERED: ["product"],
  DELIVERY_DELAYED: ["product", "amount"],
  PAID_LATE: ["product", "amount"],
  CLOSED: ["product", "why"],
  STRAY_PAYMENT: ["product", "amount"],
  PAYMENT_MISMATCH: ["product", "amount"],
  REFUND_REQUESTED: ["product", "amount", "next"],
  REFUND_REJECTED: ["product", "why"],
  REFUND_REFUSED: ["product", "amount"],
  REFUNDED: ["product", "amount"],
  STRAY_REFUNDED: ["product", "amount"],
  OUTSIDE_REFUNDED: ["product", "amount", "goods"],
  HOLD_RELEASED: ["product"],
  GOODS_TAKEN: ["product", "goods"],
  PLAN_ENDING: ["product", "endDate"],
  CREDITS_GIVEN: ["what", "amount", "until"],
  CREDITS_TAKEN: ["amount"],
  INVOICE_ISSUED: ["title", "amount", "number"],
  INVOICE_REFUSED: ["title", "amount", "why"],
  INVOICE_RED: ["amount", "number", "redNumber"],
  INVOICE_RED_REFUSED: ["title", "amount", "why"],
};

describe("the words of a notice", () => {
  test.each(Object.entries(KINDS))("%s says %j", (kind, named) => {
    const { title, body } = noticeWords(kind, facts);
    expect(title).not.toBe("");
    for (const fact of named) expect(body).toContain(facts[fact]);
    expect(body).not.toContain("undefined");
  });

  test("an order that was closed says what became of the money", () => {
    expect(noticeWords("CLOSED", facts).body).toContain("没有扣款");
    const mismatched = noticeWords("CLOSED", { ...facts, money: "MISMATCH" }).body;
    expect(mismatched).toContain("收到的付款与订单不符，没有计入");
    expect(mismatched).not.toContain("没有扣款");
  });

  test("credits that never expire name no day", () => {
    const { body } = noticeWords("CREDITS_GIVEN", { what: "补偿", amount: 30, until: null });
    expect(body).toBe("客服补偿的 30 积分已经到账。");
  });

  test("a kind of a newer version is still a notice", () => {
    expect(noticeWords("SOMETHING_NEW", {})).toEqual({ title: "通知", body: "" });
  });
});

test.each([
  [1, 1],
  [2, 5],
  [3, 30],
  [4, 120],
])("after %i tries a mail waits %i minutes", (attempts, minutes) => {
  const now = new Date("2026-03-01T04:00:00.000Z");
  expect(nextMailAt(attempts, now)).toEqual(after(now, minutes * MINUTE_MS));
});

test.each([5, 6, 100])("after %i tries a mail is given up", (attempts) => {
  expect(nextMailAt(attempts, new Date(0))).toBeNull();
});

test("a mail greets by name and leads to the order", () => {
  const words = noticeWords("PAID", facts);
  expect(mailWords(words, "小李", "https://shop.example/orders/1", "灯塔")).toEqual({
    subject: "【灯塔】付款成功",
    text: `小李，你好：\n\n${words.body}\n\n订单详情：https://shop.example/orders/1\n\n灯塔`,
  });
  expect(mailWords(words, "小李", null, "灯塔").text).not.toContain("订单详情");
  // Whoever registered a stranger's address chose the name, too.
  expect(mailWords(words, null, null, "灯塔").text).toMatch(/^你好：\n/);
});

test("what happened to money and goods is mailed before what can wait", () => {
  const waiting = (Object.keys(KINDS) as NoticeKind[]).filter((kind) => mailRank(kind) === 1);
  expect(waiting.sort()).toEqual(["CLOSED", "PLAN_ENDING"]);
});

test.each(Object.keys(KINDS) as NoticeKind[])(
  "%s is mailed to an address that nobody confirmed if it is a receipt",
  (kind) => {
    const receipts = [
      ["PAID", "PAID_LATE", "DELIVERY_DELAYED", "STRAY_PAYMENT", "PAYMENT_MISMATCH"],
      ["REFUNDED", "STRAY_REFUNDED", "OUTSIDE_REFUNDED"],
    ].flat();
    const rank = mailRank(kind);
    expect(isMailed(kind, rank, false, 0)).toBe(receipts.includes(kind));
    expect(isMailed(kind, rank, true, 0)).toBe(true);
    expect(isMailed(kind, rank, true, WAITING_MAILS - 1)).toBe(true);
    expect(isMailed(kind, rank, true, WAITING_MAILS)).toBe(rank === 0);
  },
);

test("a kind of a newer version is mailed to confirmed addresses alone", () => {
  expect([isMailed("SOMETHING_NEW", 0, false, 0), isMailed("SOMETHING_NEW", 0, true, 0)]).toEqual([false, true]);
});
