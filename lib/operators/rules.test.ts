import { expect, test } from "vitest";
import { isRobotAddress, nextMessageAt } from "./rules.ts";

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
