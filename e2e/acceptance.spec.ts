import {
  approveRefund,
  createTooOften,
  measureCreation,
  measureNotices,
  measureRates,
  noticesOfMany,
  notify,
  payUnheard,
} from "./acceptance.ts";
import { choose, expectDelivered, openCashier, orderSnOf, payAt, paymentDialog } from "./checkout.ts";
import { evidenceOf, isAnotherExpiring, letExpireIn, runCron } from "./database.ts";
import { expect, test } from "./fixtures.ts";
import { Member } from "./member.ts";
import { forgedNotice, payElsewhere, refundsOf } from "./sandbox.ts";

// The acceptance list of the design, line by line: three flows, then the lists of functions, security and performance.
// Other specs walk most lines further; every test here has members of its own and touches nobody else's orders.

const PACK = { pack: "标准包" } as const;
const SMALL = { pack: "尝鲜包" } as const;
const PLAN = { plan: "基础版", cycle: "monthly" } as const;
const DELIVERED = { status: 1, deliveryStatus: 1 };
const WAITING = { status: 0, deliveryStatus: 0 };
const CREATE = "/api/payment/create-credits-order";

test.describe("流程一：积分购买", () => {
  test("选择积分包 → 下单 → 付款 → 回调 → 积分到账", async ({ page, member }) => {
    const dialog = paymentDialog(page);
    await test.step("选择积分包", async () => {
      await page.goto("/");
      await choose(page, PACK);
      await expect(dialog).toContainText("¥49.90");
    });
    const cashier = await test.step("创建订单，打开支付宝收银台", () => openCashier(page));
    const orderSn = await orderSnOf(dialog);
    expect(await member.statusOf(orderSn)).toMatchObject(WAITING);
    await test.step("在支付宝付款", () => payAt(cashier));
    await test.step("收到回调，订单变为已支付、已发货", async () => {
      await expectDelivered(dialog);
      expect(await member.statusOf(orderSn)).toMatchObject(DELIVERED);
    });
    await test.step("积分已到账", async () => {
      await page.goto("/credits");
      await expect(page.getByRole("region", { name: "积分余额" })).toContainText("600");
    });
  });
});

test.describe("流程二：套餐订阅", () => {
  test("选择套餐 → 下单 → 付款 → 回调 → 套餐生效 → 续费", async ({ page, member }) => {
    await test.step("选择套餐，下单并付款", async () => {
      await page.goto("/");
      await choose(page, PLAN);
      await payAt(await openCashier(page));
    });
    const first = await test.step("收到回调，套餐立即生效", async () => {
      await expectDelivered(paymentDialog(page));
      return (await member.subscription())!;
    });
    expect(Date.parse(first.startDate)).toBeLessThanOrEqual(Date.now());
    await test.step("续费：接在原来的到期日之后", async () => {
      await page.goto("/");
      await choose(page, PLAN);
      await payAt(await openCashier(page));
      await expectDelivered(paymentDialog(page));
      const renewed = (await member.subscription())!;
      expect(renewed.segments.map(({ startDate }) => startDate)).toEqual([first.startDate, first.endDate]);
      await page.goto("/subscription");
      await expect(page.getByRole("listitem").filter({ hasText: "未开始" })).toHaveCount(1);
    });
  });
});

test.describe("流程三：申请退款", () => {
  test("查看可退金额 → 申请 → 钱原路退回 → 积分收回", async ({ page, member }) => {
    const { orderSn } = await member.buy(PACK);
    const dialog = page.getByRole("dialog", { name: "申请退款" });
    await test.step("查看可退金额", async () => {
      await page.goto(`/orders/${orderSn}`);
      await page.getByRole("button", { name: "申请退款" }).click();
      await expect(dialog.getByRole("button", { name: /^申请退款/ })).toContainText("¥49.90");
    });
    await test.step("填写原因，提交申请", async () => {
      await dialog.getByLabel("退款原因").fill("买错了");
      await dialog.getByRole("button", { name: /^申请退款/ }).click();
      await expect(page.getByText("退款成功，款项已原路退回")).toBeVisible();
    });
    await test.step("钱已退回支付宝", async () => expect(await refundsOf(orderSn)).toEqual([4_990]));
    await test.step("积分已收回，订单为已退款", async () => {
      expect(await member.balance()).toMatchObject({ totalCredits: 0, frozenCredits: 0 });
      expect(await member.statusOf(orderSn)).toMatchObject({ status: 3 });
    });
  });
});

test.describe("功能", () => {
  test("创建支付订单", async ({ member }) => {
    const order = await member.place(PACK);
    expect(order.payAmount).toBe(49.9);
    expect(await member.statusOf(order.orderSn)).toMatchObject({ ...WAITING, statusText: "待支付" });
  });

  test("支付成功回调", async ({ member, request }) => {
    const orderSn = await payUnheard(member, PACK);
    expect(await notify(request, await forgedNotice(orderSn, {}))).toBe("success");
    expect(await member.statusOf(orderSn)).toMatchObject({ statusText: "已支付" });
  });

  test("自动发货", async ({ member }) => {
    expect(await member.statusOf((await member.buy(PACK)).orderSn)).toMatchObject(DELIVERED);
    expect(await member.balance()).toMatchObject({ availableCredits: 600 });
    await member.buy(PLAN);
    expect(await member.subscription()).toMatchObject({ planName: "基础版（月付）" });
  });

  test("支付状态轮询", async ({ member }) => {
    const { orderSn, payUrl } = await member.place(PACK);
    expect(await member.statusOf(orderSn)).toMatchObject(WAITING);
    await payElsewhere(payUrl);
    await expect.poll(() => member.statusOf(orderSn)).toMatchObject(DELIVERED);
  });

  test("主动查询补偿：付了钱，回调没有来，主动查询后到账", async ({ member, context }) => {
    const orderSn = await payUnheard(member, PACK);
    expect(await member.statusOf(orderSn)).toMatchObject(WAITING);
    expect((await context.request.post(`/api/payment/sync/${orderSn}`)).status()).toBe(200);
    expect(await member.statusOf(orderSn)).toMatchObject(DELIVERED);
    expect(await member.balance()).toMatchObject({ availableCredits: 600 });
  });

  test("超时自动取消", async ({ member }) => {
    const { orderSn } = await member.place(PACK);
    // The job closes whatever is due: first let a test beside this one see its own order run out.
    await expect.poll(() => isAnotherExpiring(orderSn), { timeout: 45_000 }).toBe(false);
    await letExpireIn(orderSn, -1);
    await runCron("expire-orders");
    await expect.poll(() => member.statusOf(orderSn)).toMatchObject({ status: 4, statusText: "已取消" });
  });

  test("取消订单", async ({ member }) => {
    const { orderSn } = await member.place(PACK);
    await member.cancel(orderSn);
    expect(await member.statusOf(orderSn)).toMatchObject({ status: 4, statusText: "已取消" });
  });

  test("重复购买与续费：积分相加，套餐顺延", async ({ member }) => {
    for (const goods of [PACK, PACK, PLAN, PLAN]) await member.buy(goods);
    expect(await member.balance()).toMatchObject({ availableCredits: 1_200 });
    const [first, second] = (await member.subscription())!.segments;
    expect(second!.startDate).toBe(first!.endDate);
  });

  test("支付记录的筛选与分页", async ({ page, member }) => {
    const { orderSn } = await member.buy(PACK);
    for (let placed = 0; placed < 10; placed += 1) await member.place(SMALL);
    const rows = page.getByRole("table", { name: "支付记录" }).getByRole("row");
    await page.goto("/orders?pageSize=10&pageNum=2");
    await expect(page.getByRole("navigation", { name: "分页" })).toContainText("第 11–11 条 / 共 11 条");
    await expect(rows).toHaveCount(2);
    await page.getByLabel("订单状态").selectOption("已支付");
    await expect(rows).toHaveCount(2);
    await expect(rows.last()).toContainText(orderSn);
  });

  test("退款申请与审核", async ({ member, request }) => {
    const { orderSn } = await member.buy({ pack: "团队包" });
    await member.askBack(orderSn, "项目取消了");
    expect(await refundsOf(orderSn)).toEqual([]);
    await approveRefund(request, orderSn);
    expect(await refundsOf(orderSn)).toEqual([49_900]);
    expect(await member.balance()).toMatchObject({ totalCredits: 0 });
  });
});

test.describe("安全", () => {
  test("签名验证：伪造的回调被拒绝，且什么都不写", async ({ member, request }) => {
    const orderSn = await payUnheard(member, PACK);
    const forged = (await forgedNotice(orderSn, {})).replace(
      "trade_status=TRADE_SUCCESS",
      "trade_status=TRADE_FINISHED",
    );
    expect(forged).toContain("TRADE_FINISHED");
    expect(await notify(request, forged)).toBe("fail");
    expect(await evidenceOf(orderSn)).toBe(0);
    expect(await member.statusOf(orderSn)).toMatchObject(WAITING);
  });

  for (const [line, changed] of [
    ["金额校验：金额不符不发货", { total_amount: "0.01" }],
    ["卖家不符不发货", { seller_id: "2088999999999999" }],
    ["应用不符不发货", { app_id: "2099999999999999" }],
  ] as const)
    test(line, async ({ member, request }) => {
      const orderSn = await payUnheard(member, PACK);
      expect(await notify(request, await forgedNotice(orderSn, changed))).toBe("fail");
      expect(await member.statusOf(orderSn)).toMatchObject(WAITING);
      expect(await member.balance()).toMatchObject({ totalCredits: 0 });
    });

  test("重复回调只发一次货", async ({ member, request }) => {
    const notice = await forgedNotice(await payUnheard(member, PACK), {});
    const answers = await Promise.all(Array.from({ length: 5 }, () => notify(request, notice)));
    expect([...answers, await notify(request, notice)]).toEqual(Array(6).fill("success"));
    expect(await member.balance()).toMatchObject({ totalCredits: 600 });
  });

  test("别人的订单 404", async ({ member, request }) => {
    const { orderSn } = await member.place(PACK);
    await Member.join(request);
    for (const read of ["order", "order-status", "refund-quote"])
      expect((await request.get(`/api/payment/${read}/${orderSn}`)).status(), read).toBe(404);
    for (const act of ["pay", "cancel", "sync", "refund"])
      expect((await request.post(`/api/payment/${act}/${orderSn}`, { data: { reason: "x" } })).status(), act).toBe(404);
    expect(await member.statusOf(orderSn)).toMatchObject(WAITING);
  });

  test("金额由服务端决定：请求里带金额被拒绝", async ({ member, context }) => {
    const data = { productId: 1, payAmount: 0.01 };
    expect((await context.request.post(CREATE, { data })).status()).toBe(400);
    expect(await member.orders()).toEqual([]);
  });

  test("未登录 401", async ({ request }) => {
    expect((await request.post(CREATE, { data: { productId: 1 } })).status()).toBe(401);
    for (const path of ["payment/orders", "credits/balance", "subscription/current"])
      expect((await request.get(`/api/${path}`)).status(), path).toBe(401);
  });

  test("跨站请求 403", async ({ member, context }) => {
    const headers = { origin: "https://elsewhere.example" };
    expect((await context.request.post(CREATE, { data: { productId: 1 }, headers })).status()).toBe(403);
    expect(await member.orders()).toEqual([]);
  });

  test("下单限流：每分钟第 121 次被拒绝", async ({ member, context }) => {
    expect(await createTooOften(context, 120)).toEqual(Array(120).fill(400));
    const refused = await context.request.post(CREATE, { data: {} });
    expect(refused.status()).toBe(429);
    expect(Number(refused.headers()["retry-after"])).toBeGreaterThan(0);
    expect(await member.orders()).toEqual([]);
  });
});

// Read from what the app counts of itself, because a time taken here would hold this machine's browsers too.
test.describe("性能", () => {
  test("订单创建 p99 < 1 秒", ({ request }) => measureCreation(request, CREATE, SMALL));

  test("回调处理 p99 < 3 秒", ({ request }) => measureNotices(request, SMALL));

  test("同时到的多个回调都入账", async ({ member, request }) => {
    const notices = await noticesOfMany(member, SMALL, 8);
    const answers = await Promise.all(notices.map((notice) => notify(request, notice)));
    expect(answers).toEqual(Array(8).fill("success"));
    expect(await member.balance()).toMatchObject({ availableCredits: 800 });
  });

  test("支付成功率与回调处理率由 /api/metrics 读出为 100%", ({ request }) => measureRates(request, SMALL));
});
