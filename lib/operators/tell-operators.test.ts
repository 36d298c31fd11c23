import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { raiseAlert, resolveAlertAbout } from "../accounts/parts.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { aMember, at, contextAt } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { useMailbox } from "../testing/smtp.ts";
import { written } from "../testing/written.ts";
import { addTarget, dropTarget, listTargets, testTarget } from "./targets.ts";
import { tellOperators } from "./tell-operators.ts";

const mailbox = useMailbox();
useDatabase();

interface Told {
  readonly path: string;
  readonly params: URLSearchParams;
  readonly body: Record<string, unknown>;
}

/** Plays the three robots; `answers`: what a path answers instead of taking the message. */
let server: Server;
let origin: string;
const told: Told[] = [];
const answers = new Map<string, { status?: number; body: string }>();
beforeAll(async () => {
  server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      const { pathname, searchParams } = new URL(request.url!, "http://robot");
      told.push({ path: pathname, params: searchParams, body: JSON.parse(text) as Record<string, unknown> });
      const taken = pathname === "/feishu" ? '{"code":0,"msg":"success"}' : '{"errcode":0,"errmsg":"ok"}';
      const { status = 200, body } = answers.get(pathname) ?? { body: taken };
      response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end(body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  told.length = 0;
  answers.clear();
});

const admin = (minutes = 0) => contextAt(at(minutes), "admin:1");
const wecom = () => addTarget({ kind: "WECOM", address: `${origin}/wecom` }, admin());
const raise = (kind: "REFUND_STUCK" | "BILL_LATE", cause: string, orderSn: string | null = null) =>
  written((commit) => raiseAlert(commit, { kind, cause, orderSn, detail: {} as never }, at(0)));
const texts = () => told.map(({ body }) => (body.text as { content: string }).content);

test("each place is told in its own language, and signed as it asks for", async () => {
  await addTarget({ kind: "MAIL", address: "ops@shop.example" }, admin());
  await wecom();
  await addTarget({ kind: "DINGTALK", address: `${origin}/dingtalk?access_token=t`, secret: "SEC1" }, admin());
  await addTarget({ kind: "FEISHU", address: `${origin}/feishu`, secret: "SEC2" }, admin());
  await raise("REFUND_STUCK", "r1", "20260301");
  expect(await tellOperators(at(1))).toEqual({ claimed: 4, done: 4, failed: 0, left: 0 });

  const words = "【账房】1 件新的待办\n· 一笔退款长时间没有结果（订单 20260301）\n\nhttp://localhost:3000/admin/alerts";
  const by = Object.fromEntries(told.map((one) => [one.path, one]));
  expect(by["/wecom"]!.body).toEqual({ msgtype: "text", text: { content: words } });
  const ms = String(at(1).getTime());
  const sign = createHmac("sha256", "SEC1").update(`${ms}\nSEC1`).digest("base64");
  expect(Object.fromEntries(by["/dingtalk"]!.params)).toEqual({ access_token: "t", timestamp: ms, sign });
  const seconds = String(at(1).getTime() / 1000);
  expect(by["/feishu"]!.body).toEqual({
    timestamp: seconds,
    sign: createHmac("sha256", `${seconds}\nSEC2`).digest("base64"),
    msg_type: "text",
    content: { text: words },
  });
  expect(mailbox.received).toMatchObject([{ to: "ops@shop.example", subject: "【账房】1 件新的待办" }]);
});

test("a storm is one message, and the same is not told again", async () => {
  await wecom();
  for (let n = 0; n < 5; n += 1) await raise("REFUND_STUCK", `r${n}`, `2026030${n}`);
  await raise("BILL_LATE", "day");
  for (const minute of [1, 2, 59]) await tellOperators(at(minute));
  expect(texts()).toEqual([
    expect.stringContaining(
      "6 件新的待办\n· 一笔退款长时间没有结果 × 5（订单 20260300、20260301、20260302 等）\n· 一天的账单",
    ),
  ]);
});

test("what nobody closes is told again after an hour and then once a day; what is closed is not; what opens again is", async () => {
  await wecom();
  await raise("REFUND_STUCK", "r1");
  await raise("BILL_LATE", "day");
  await tellOperators(at(0));
  const memberId = await aMember({ role: "ADMIN" });
  await written((commit) => resolveAlertAbout(commit, "BILL_LATE", "day", memberId, at(10)));
  for (const wait of [HOUR_MS - 1, HOUR_MS, 2 * HOUR_MS, DAY_MS, DAY_MS + HOUR_MS, DAY_MS + 2 * HOUR_MS])
    await tellOperators(after(at(0), wait));
  expect(texts().map((text) => text.split("\n").slice(0, -2))).toEqual([
    ["【账房】2 件新的待办", "· 一笔退款长时间没有结果", "· 一天的账单迟迟没有对完"],
    ["【账房】1 件还没有人处理", "· 一笔退款长时间没有结果"],
    ["【账房】1 件还没有人处理", "· 一笔退款长时间没有结果"],
  ]);
  const again = after(at(10), 3 * DAY_MS);
  await written((commit) =>
    raiseAlert(commit, { kind: "BILL_LATE", cause: "day", orderSn: null, detail: {} as never }, again),
  );
  await tellOperators(again);
  expect(texts().at(-1)).toContain("1 件新的待办，1 件还没有人处理");
});

test("of two workers at once one tells", async () => {
  await wecom();
  await raise("REFUND_STUCK", "r1");
  const rival = "update sys_alert set told_count = 1, told_time = now()";
  await overtake(rival, () => tellOperators(new Date()));
  expect(told).toEqual([]);
});

describe("a place that does not take a message", () => {
  test.each([
    ["refuses", { body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }],
    ["answers 500", { status: 500, body: "x" }],
    ["leads elsewhere", { status: 302, body: "" }],
    ["answers no JSON", { body: "<html>" }],
  ])("because it %s is tried again by itself, five times", async (_, answer) => {
    await addTarget({ kind: "WECOM", address: `${origin}/broken` }, admin());
    await wecom();
    answers.set("/broken", answer);
    await raise("REFUND_STUCK", "r1");
    let now = at(0);
    for (const wait of [0, 1, 5, 15, 59]) {
      now = after(now, wait * MINUTE_MS);
      await query("update sys_alert set told_time = $1", [now]);
      await tellOperators(now);
    }
    await query("update sys_alert set told_time = $1", [now]);
    await tellOperators(after(now, MINUTE_MS));
    expect(told.filter(({ path }) => path === "/wecom")).toHaveLength(1);
    expect(told.filter(({ path }) => path === "/broken")).toHaveLength(5);
    expect((await listTargets()).map(({ last }) => last!.status)).toEqual(["FAILED", "SENT"]);
  });

  test("says so when it is tried out", async () => {
    const { id } = await wecom();
    expect(await testTarget(BigInt(id), admin())).toEqual({ refusal: null });
    answers.set("/wecom", { body: '{"errcode":93000,"errmsg":"invalid webhook url"}' });
    expect(await testTarget(BigInt(id), admin())).toEqual({ refusal: "93000 invalid webhook url" });
  });
});

describe("a place", () => {
  test("shows no more than the host of a robot, and the audit log neither", async () => {
    const { id } = await addTarget({ kind: "FEISHU", address: `${origin}/hook/KEY`, secret: "SEC" }, admin());
    await dropTarget(BigInt(id), admin(1));
    expect(await listTargets()).toEqual([]);
    await expect(dropTarget(BigInt(id), admin(1))).rejects.toMatchObject({ code: "NOT_FOUND" });
    const log = await query("select action, target, detail from sys_audit_log order by id");
    expect(log).toMatchObject([{ action: "OPERATOR_TARGET_ADDED" }, { action: "OPERATOR_TARGET_REMOVED" }]);
    expect(JSON.stringify(log)).not.toMatch(/KEY|SEC"/);
  });

  test("that is added twice is one, with the newer secret; the eleventh is refused", async () => {
    const feishu = { kind: "FEISHU", address: `${origin}/feishu` } as const;
    await addTarget(feishu, admin());
    expect(await addTarget({ ...feishu, secret: "SEC" }, admin())).toMatchObject({ isSigned: true });
    for (let n = 1; n < 10; n += 1) await addTarget({ kind: "WECOM", address: `${origin}/${n}` }, admin());
    await expect(addTarget({ kind: "WECOM", address: `${origin}/10` }, admin())).rejects.toMatchObject({
      code: "TARGETS_FULL",
    });
    expect(await listTargets()).toHaveLength(10);
  });

  test("of several that are added at once each is answered and listed, also above the cap", async () => {
    for (let n = 1; n < 10; n += 1) await addTarget({ kind: "WECOM", address: `${origin}/${n}` }, admin());
    const adding = ["a", "b"].map((name) => addTarget({ kind: "WECOM", address: `${origin}/${name}` }, admin()));
    const added = (await Promise.allSettled(adding)).filter(({ status }) => status === "fulfilled");
    expect(added.length).toBeGreaterThan(0);
    expect(await listTargets()).toHaveLength(9 + added.length);
  });
});
