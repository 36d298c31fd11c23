import { describe, expect, test } from "vitest";
import { isRobotAddress, nextMessageAt, summaryOf, summaryTime } from "./rules.ts";

const SHOP = "https://shop.example";

test.each([
  ["WECOM", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", true],
  ["DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token=1", true],
  ["FEISHU", "https://open.feishu.cn/open-apis/bot/v2/hook/1", true],
  ["FEISHU", "https://open.larksuite.com/open-apis/bot/v2/hook/1", true],
  ["WECOM", "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1", false],
  ["WECOM", "https://oapi.dingtalk.com/robot/send", false],
  ["WECOM", "https://qyapi.weixin.qq.com.evil.example/", false],
  ["WECOM", "https://user:pass@evil.example/?qyapi.weixin.qq.com", false],
  ["WECOM", "http://127.0.0.1:9/", false],
  ["WECOM", "http://169.254.169.254/latest/meta-data", false],
  ["WECOM", "file:///etc/passwd", false],
] as const)("A81 a shop on the net sends to a %s robot at %s: %s", (kind, address, expected) => {
  expect(isRobotAddress(kind, address, SHOP)).toBe(expected);
});

test("a shop that is tried out on this machine may try its robots here", () => {
  expect(isRobotAddress("WECOM", "http://127.0.0.1:9/", "http://localhost:3000")).toBe(true);
  expect(isRobotAddress("WECOM", "http://10.0.0.1/", "http://localhost:3000")).toBe(false);
});

test("a message is given up after five tries", () => {
  const minutes = [1, 2, 3, 4, 5].map((attempts) => nextMessageAt(attempts, new Date(0))?.getTime());
  expect(minutes).toEqual([60_000, 300_000, 900_000, 3_600_000, undefined]);
});

test.each([
  [0, "2026-03-01T15:59:59.999Z", "2026-02-28", "2026-02-28T16:00:00.000Z"],
  [0, "2026-03-01T16:00:00.000Z", "2026-03-01", "2026-03-01T16:00:00.000Z"],
  [9, "2026-03-01T16:00:00.000Z", "2026-03-01", "2026-03-02T01:00:00.000Z"],
  [23, "2026-12-31T16:00:00.000Z", "2026-12-31", "2027-01-01T15:00:00.000Z"],
])("at hour %i, %s is the time to tell of %s, from %s on", (hour, now, day, since) => {
  expect(summaryTime(hour, new Date(now))).toEqual({ day, since: new Date(since) });
});

describe("the summary of a day", () => {
  const shop = { shopName: "灯塔", appUrl: SHOP };
  const links = `\n\n${SHOP}/admin/insights?from=2026-03-01&to=2026-03-01\n${SHOP}/admin/alerts`;

  test("says what came in, what went back, and what is open", () => {
    const sums = { ordersMade: 12, ordersPaid: 9, paidFen: 123_450, refundedFen: 1_000, successRate: 0.99999 };
    const open = [
      { kind: "BILL_DIFFERENCE", open: 2 },
      { kind: "JOB_SILENT", open: 1 },
      { kind: "REVIEW_LATE", open: 4 },
    ] as const;
    expect(summaryOf("2026-03-01", { ...sums, open }, shop)).toEqual({
      subject: "【灯塔】2026-03-01 小结：收款 ¥1234.50",
      body: `· 下单 12 笔，付款 9 笔，成功率 99.9%
· 收款 ¥1234.50，退款 ¥10.00，净收 ¥1224.50
· 现在的待办提醒 7 件，其中账单差异 2 件，停了的定时任务 1 个${links}`,
    });
  });

  test("of a day without sales says so, and that more went back than came in", () => {
    const sums = { ordersMade: 0, ordersPaid: 0, paidFen: 0, refundedFen: 990, successRate: null, open: [] };
    expect(summaryOf("2026-03-01", sums, shop).body).toBe(
      `· 下单 0 笔，付款 0 笔\n· 收款 ¥0.00，退款 ¥9.90，净退 ¥9.90\n· 现在的待办提醒 0 件，其中账单差异 0 件，停了的定时任务 0 个${links}`,
    );
  });
});
