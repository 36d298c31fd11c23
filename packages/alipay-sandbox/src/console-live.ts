/** The live parts of the console, each with the id of its place: events, and why a notification was not sent. */
import { beijing } from "./beijing-time.ts";
import { callButton, short } from "./console-pages.ts";
import type { LoggedCall } from "./call-log.ts";
import { html, type Markup } from "./markup.ts";
import { yuan } from "./money.ts";
import type { Notice } from "./notice.ts";
import { describeAnswer, whyNoCallback } from "./notifier.ts";
import { BUYERS } from "./purses.ts";
import type { Sandbox } from "./sandbox.ts";
import { refundedFen, type Trade } from "./trade.ts";

const TRADES_SHOWN = 30;
const CALLS_SHOWN = 30;
const STATUS_WORDS: Record<Trade["status"], string> = {
  WAIT_BUYER_PAY: "待付款",
  TRADE_SUCCESS: "已付款",
  TRADE_FINISHED: "已完结",
  TRADE_CLOSED: "已关闭",
};
const CALLBACK_WORDS: Record<Notice["state"], string> = {
  waiting: "待重发",
  held: "扣住",
  delivered: "已送达",
  "gave-up": "已放弃",
  dropped: "不发",
};

export function livePart(sandbox: Sandbox): Markup {
  const { book, calls } = sandbox;
  const trades = book.all().slice(-TRADES_SHOWN).reverse();
  const rows = trades.map((trade) => tradeRow(trade, sandbox));
  const none = html`<p class="soft">还没有交易。商户打开收银台、买家登录之后，交易才存在。</p>`;
  return html`<section id="now">${clockLine(sandbox)}</section>
    <div id="events">
      <section>
        <h2>交易与通知</h2>
        ${waitingRequests(sandbox)}${rows.length > 0 ? rows : none}
      </section>
      ${ruleList(sandbox)}
      <section>
        <h2>网关调用</h2>
        ${callTable(calls.all().slice(-CALLS_SHOWN).reverse())}
      </section>
    </div>`;
}

function clockLine({ clock, purses }: Sandbox): Markup {
  const { mode, times, now } = clock.state();
  const pace = mode === "frozen" ? "停住" : mode === "times" ? `${times} 倍` : "真实";
  const balances = BUYERS.map((buyer) => html`<span>${buyer.name} ¥${yuan(purses.balance(buyer.id))}</span>`);
  return html`<span><b>${beijing(now)}</b> ${pace}</span>${balances}`;
}

/** Opened cashiers without a login: no trade, so no notification. */
function waitingRequests({ requests, book, origin }: Sandbox): Markup | undefined {
  const waiting = requests.recent(TRADES_SHOWN).filter(({ outTradeNo }) => !book.find({ outTradeNo }));
  if (waiting.length === 0) return undefined;
  const links = waiting.map((one) => html`<a href="${origin}/cashier/${one.id}">${one.outTradeNo}</a>`);
  return html`<p class="unopened">收银台已打开、还没有买家登录（没有交易，也就没有通知）：${links}</p>`;
}

function tradeRow(trade: Trade, sandbox: Sandbox): Markup {
  const { request } = trade;
  const notices = sandbox.notifier.all().filter((one) => one.outTradeNo === request.outTradeNo);
  const last = notices.at(-1);
  const word = last ? CALLBACK_WORDS[last.state] : "无通知";
  const state = last?.state ?? "none";
  const buyer = BUYERS.find((one) => one.id === trade.buyerId)?.name;
  return html`<details class="trade" id="t-${trade.tradeNo}">
    <summary>
      <span class="number">${request.outTradeNo}</span>
      <span class="money">¥${yuan(request.amountFen)}</span>
      <span class="status">${STATUS_WORDS[trade.status]}</span>
      <span class="mark ${state}">${word}</span>
      <span class="why">${whyNoCallback(trade, notices)}</span>
    </summary>
    <p class="soft">
      ${trade.tradeNo} · ${request.subject} · ${request.product} · 买家 ${buyer} · 期限 ${short(trade.expireAt)}
    </p>
    <p class="soft">notify_url ${request.notifyUrl ?? "（没有给）"}</p>
    ${refundLines(trade)}${notices.map(noticeBlock)}
    <ol>
      ${trade.history.map((line) => html`<li><time>${short(line.at)}</time>${line.text}</li>`)}
    </ol>
    ${request.notifyUrl && callButton("再发一次通知", "POST /control/resend", { outTradeNo: request.outTradeNo })}
  </details>`;
}

function refundLines(trade: Trade): Markup | undefined {
  if (trade.refunds.length === 0) return undefined;
  const lines = trade.refunds.map(
    ({ outRequestNo, amountFen, doneAt }) =>
      html`<li>${outRequestNo} ¥${yuan(amountFen)} ${doneAt === undefined ? "未到账" : `到账 ${short(doneAt)}`}</li>`,
  );
  return html`<p>已退 ¥${yuan(refundedFen(trade))}</p>
    <ul>
      ${lines}
    </ul>`;
}

function noticeBlock(notice: Notice): Markup {
  const sends = notice.deliveries.map(
    (one) =>
      html`<li>
        <time>${short(one.at)}</time>${one.status === 200 && one.body === "success" ? "success" : describeAnswer(one)}
        <span class="soft">${one.ms} 毫秒</span>
      </li>`,
  );
  return html`<div class="notice">
    <b>${notice.tradeStatus}</b> <span class="soft">${notice.kind} · ${notice.notifyId}</span>
    <ol>
      ${sends}
    </ol>
    <p>${notice.reason}</p>
  </div>`;
}

function ruleList({ faults }: Sandbox): Markup {
  const rules = faults.list().map(
    (rule) =>
      html`<tr>
        <td>${rule.fault}</td>
        <td>${rule.method}</td>
        <td>${rule.outTradeNo ?? "全部"}</td>
        <td>第 ${rule.nth} 次起，${rule.times === 0 ? "一直" : `${rule.times} 次`}</td>
        <td>${rule.hits} / ${rule.seen}</td>
        <td>${callButton("去掉", "DELETE /control/faults", { id: rule.id })}</td>
      </tr>`,
  );
  if (rules.length === 0)
    return html`<section>
      <h2>故障</h2>
      <p class="soft">没有设故障。</p>
    </section>`;
  return html`<section>
    <h2>故障</h2>
    <div class="scroll">
      <table>
        <tr>
          <th>故障</th>
          <th>方法</th>
          <th>订单</th>
          <th>何时</th>
          <th>命中 / 经过</th>
          <th></th>
        </tr>
        ${rules}
      </table>
    </div>
  </section>`;
}

function callTable(calls: readonly LoggedCall[]): Markup {
  if (calls.length === 0) return html`<p class="soft">还没有调用。</p>`;
  const rows = calls.map(
    (call) =>
      html`<tr>
        <td><time>${short(call.at)}</time></td>
        <td>${call.method.replace("alipay.", "")}</td>
        <td>${call.outTradeNo}</td>
        <td>${call.code} ${call.subCode}</td>
        <td class="reason" title="${call.reason}">${call.fault ?? call.reason}</td>
      </tr>`,
  );
  return html`<div class="scroll">
    <table>
      <tr>
        <th>时刻</th>
        <th>方法</th>
        <th>订单</th>
        <th>回答</th>
        <th>故障或原因</th>
      </tr>
      ${rows}
    </table>
  </div>`;
}
