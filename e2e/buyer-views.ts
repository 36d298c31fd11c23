import { paymentDialog } from "./checkout.ts";
import { button, heading, link, type View } from "./view.ts";

const SHOP = "账房";

const PUBLIC: readonly View[] = [
  { name: "shop", as: "stranger", path: () => "/", title: SHOP, ready: heading("套餐"), main: button("购买尝鲜包") },
  {
    name: "sign-in",
    as: "stranger",
    path: () => "/sign-in",
    title: "登录 · 账房",
    ready: heading("登录"),
    main: button("登录"),
  },
  {
    name: "register",
    as: "stranger",
    path: () => "/register",
    title: "注册 · 账房",
    ready: heading("注册"),
    main: button("注册并登录"),
  },
  {
    name: "developers",
    as: "stranger",
    path: () => "/developers",
    title: "开发者 · 账房",
    ready: heading("约定"),
    main: link("接口参考"),
  },
  {
    name: "not-found",
    as: "stranger",
    path: () => "/no-such-page",
    title: "没有找到 · 账房",
    ready: (page) => page.getByText("没有找到这一页"),
    main: link("回到商店"),
    status: 404,
  },
];

const EMPTY: readonly View[] = [
  {
    name: "orders-empty",
    as: "newcomer",
    path: () => "/orders",
    title: "支付记录 · 账房",
    ready: (page) => page.getByText("还没有支付记录"),
    main: link("去商店看看"),
  },
  {
    name: "credits-empty",
    as: "newcomer",
    path: () => "/credits",
    title: "积分 · 账房",
    ready: (page) => page.getByText("还没有变动"),
    main: link("购买积分"),
  },
  {
    name: "subscription-empty",
    as: "newcomer",
    path: () => "/subscription",
    title: "套餐 · 账房",
    ready: (page) => page.getByText("现在没有生效的套餐"),
    main: link("看看套餐"),
  },
  {
    name: "notices-empty",
    as: "newcomer",
    path: () => "/notices",
    title: "消息 · 账房",
    ready: (page) => page.getByText("还没有消息"),
    main: (page) => page.getByRole("navigation", { name: "主导航" }).getByRole("link", { name: "消息" }),
  },
];

const FULL: readonly View[] = [
  {
    name: "shop-of-a-customer",
    as: "customer",
    path: () => "/",
    title: SHOP,
    ready: (page) => page.getByText("使用中"),
    main: button(/^续费/),
  },
  {
    name: "orders",
    as: "customer",
    path: () => "/orders",
    title: "支付记录 · 账房",
    ready: (page) => page.getByText("共 8 条"),
    main: button("继续支付"),
  },
  {
    name: "invoices",
    as: "customer",
    path: () => "/invoices",
    title: "发票 · 账房",
    ready: heading("某某科技有限公司"),
    main: button("撤回申请"),
  },
  {
    name: "invoice-request",
    as: "customer",
    path: ({ paid }) => `/invoices?orderSn=${paid}`,
    title: "发票 · 账房",
    open: (page) => page.getByRole("button", { name: "申请发票" }).click(),
    ready: (page) => page.getByLabel("税号"),
    main: button(/^申请.*的发票$/),
  },
  {
    name: "find-payment",
    as: "customer",
    path: ({ paid }) => `/orders/find?number=${paid}`,
    title: "付了钱没到账 · 账房",
    ready: heading("付款已收到，商品已经到账。"),
    main: button("查这笔钱"),
  },
  {
    name: "order-paid",
    as: "customer",
    path: ({ paid }) => `/orders/${paid}`,
    title: "订单 · 账房",
    ready: heading("经过"),
    main: button("申请退款"),
  },
  {
    name: "order-pending",
    as: "customer",
    path: ({ pending }) => `/orders/${pending}`,
    title: "订单 · 账房",
    ready: heading("经过"),
    main: button("继续支付"),
  },
  {
    name: "order-closed",
    as: "customer",
    path: ({ closed }) => `/orders/${closed}`,
    title: "订单 · 账房",
    ready: heading("经过"),
    main: link("支付记录"),
  },
  {
    name: "order-refunded",
    as: "customer",
    path: ({ refunded }) => `/orders/${refunded}`,
    title: "订单 · 账房",
    ready: heading("经过"),
    main: link("支付记录"),
  },
  {
    name: "order-in-review",
    as: "customer",
    path: ({ reviewed }) => `/orders/${reviewed}`,
    title: "订单 · 账房",
    ready: heading("经过"),
    main: link("支付记录"),
  },
  {
    name: "credits",
    as: "customer",
    path: () => "/credits",
    title: "积分 · 账房",
    ready: (page) => page.getByRole("table", { name: "积分明细" }),
    main: link("购买积分"),
  },
  {
    name: "credits-try",
    as: "customer",
    path: () => "/credits/try",
    title: "试用积分 · 账房",
    ready: (page) => page.getByText(/现在可用/),
    main: button("生成一张图片"),
  },
  {
    name: "subscription",
    as: "customer",
    path: () => "/subscription",
    title: "套餐 · 账房",
    ready: heading("时间线"),
    main: link("续费或更换"),
  },
  {
    name: "notices",
    as: "customer",
    path: () => "/notices",
    title: "消息 · 账房",
    ready: (page) => page.getByRole("heading", { name: "退款已到账" }),
    main: button("全部标为已读"),
  },
  {
    name: "return-paid",
    as: "customer",
    path: ({ paid }) => `/payment/return?orderSn=${paid}`,
    title: "付款结果 · 账房",
    ready: heading("付款成功，已到账"),
    main: link("查看积分"),
  },
  {
    name: "return-waiting",
    as: "customer",
    path: ({ pending }) => `/payment/return?orderSn=${pending}`,
    title: "付款结果 · 账房",
    ready: heading("正在确认付款"),
    main: button("再查一次"),
  },
];

const DIALOGS: readonly View[] = [
  {
    name: "dialog-confirm",
    as: "customer",
    path: () => "/",
    title: SHOP,
    open: (page) =>
      page
        .getByRole("button", { name: "续费基础版" })
        .or(page.getByRole("button", { name: "开通基础版" }))
        .click(),
    ready: (page) => paymentDialog(page).getByText(/延长至/),
    main: button("去支付宝付款"),
  },
  {
    name: "dialog-refund",
    as: "customer",
    path: ({ paid }) => `/orders/${paid}`,
    title: "订单 · 账房",
    open: (page) => page.getByRole("button", { name: "申请退款" }).click(),
    ready: (page) => page.getByText("应退金额"),
    main: button(/^申请退款 ?¥/),
  },
];

export const BUYER_VIEWS: readonly View[] = [...PUBLIC, ...EMPTY, ...FULL, ...DIALOGS];
