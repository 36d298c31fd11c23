/** What the cashier shows. Plain markup and one stylesheet of its own. */
import QRCode from "qrcode";
import { beijing } from "./beijing-time.ts";
import { addressOf, type Visit } from "./visit.ts";
import { html, Markup } from "./markup.ts";
import { MERCHANT } from "./merchant.ts";
import { yuan } from "./money.ts";
import { BUYERS, PASSWORD, type Buyer } from "./purses.ts";
import type { Refusal } from "./refusal.ts";

/** After paying, Alipay's page waits this long before it goes back to the merchant. */
const RETURN_AFTER_SECONDS = 3;

function frame(title: string, view: Visit["view"], content: Markup, head?: Markup): Markup {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · 沙箱收银台</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/cashier.css" />
        ${head}
      </head>
      <body class="${view}">
        <header>
          <span class="mark" aria-hidden="true"></span><strong>沙箱收银台</strong
          ><span class="tag">测试环境，不动真钱</span>
        </header>
        <main>${content}</main>
        <footer>这里是本机的模拟支付环境，与支付宝没有关系。</footer>
      </body>
    </html>`;
}

/** The first page: the order, the code to scan, and the buyers to log in as. Mode 4 is the bare code alone. */
export async function entrancePage(visit: Visit): Promise<Markup> {
  const { request, view } = visit;
  const bare = view === "desktop" && request.qrPayMode === "4";
  if (bare) return bareCode(visit);
  const code = view === "desktop" ? await codePanel(visit) : undefined;
  const panels = html`<div class="panels">${code}${loginPanel(visit)}</div>`;
  return frame("付款", view, html`${orderPanel(visit)}${panels}`, watcher(visit));
}

async function bareCode(visit: Visit): Promise<Markup> {
  const width = visit.request.qrcodeWidth;
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <title>二维码</title>
        <style>
          body {
            margin: 0;
            background: #fff;
          }
          svg {
            display: block;
          }
        </style>
        ${watcher(visit)}
      </head>
      <body>
        <a href="${scanAddress(visit)}" target="_top" data-testid="qr">${await drawCode(scanAddress(visit), width)}</a>
      </body>
    </html>`;
}

async function codePanel(visit: Visit): Promise<Markup> {
  return html`<section class="code" aria-label="扫码付款">
    <h2>扫码付款</h2>
    <a class="qr" href="${scanAddress(visit)}" data-testid="qr" aria-label="二维码，点击以手机视图打开"
      >${await drawCode(scanAddress(visit), 208)}</a
    >
    <p>用手机扫一扫，或<a href="${scanAddress(visit)}">打开手机视图</a></p>
  </section>`;
}

function loginPanel(visit: Visit): Markup {
  const { trade } = visit;
  const rows = BUYERS.map((buyer, index) => {
    const chosen = trade ? trade.buyerId === buyer.id : index === 0;
    return html`<label class="buyer"
      ><input
        type="radio"
        name="buyer"
        value="${buyer.id}"
        data-testid="buyer-${buyer.id}"
        ${new Markup(chosen ? "checked" : "")}
      />
      <span class="who"><strong>${buyer.name}</strong><small>${buyer.logonId}</small></span
      ><span class="note">${buyer.note}</span></label
    >`;
  });
  return html`<section class="login" aria-label="登录账户付款">
    <h2>登录账户付款</h2>
    <form method="post" action="${addressOf(visit, "login")}">
      <fieldset>
        <legend>选一位测试买家</legend>
        ${rows}
      </fieldset>
      <button data-testid="login">下一步</button>
    </form>
    <p class="leave"><a href="${addressOf(visit, "left")}" data-testid="walk-away">不付了，离开</a></p>
  </section>`;
}

function orderPanel({ request, trade }: Visit): Markup {
  const deadline =
    trade || request.expiresAfterMs === undefined ? beijing(trade?.expireAt ?? request.expireAt) : "登录后开始计时";
  return html`<section class="order" aria-label="订单">
    <div>
      <h1>${request.subject}</h1>
      <p class="amount"><small>¥</small>${yuan(request.amountFen)}</p>
    </div>
    <dl>
      <dt>收款方</dt>
      <dd>${MERCHANT.name}</dd>
      <dt>订单号</dt>
      <dd class="number">${request.outTradeNo}</dd>
      <dt>最晚付款</dt>
      <dd>${deadline}</dd>
    </dl>
  </section>`;
}

export function passwordPage(visit: Visit, buyer: Buyer, problem?: string): Markup {
  const { request, sandbox } = visit;
  const alert =
    problem === undefined ? undefined : html`<p class="problem" role="alert" data-testid="problem">${problem}</p>`;
  return frame(
    "输入支付密码",
    visit.view,
    html`${orderPanel(visit)}
      <section class="confirm" aria-label="确认付款">
        <h2>确认付款</h2>
        <dl>
          <dt>付款账户</dt>
          <dd>${buyer.name} ${buyer.logonId}</dd>
          <dt>账户余额</dt>
          <dd>¥${yuan(sandbox.purses.balance(buyer.id))}</dd>
        </dl>
        ${alert}
        <form method="post" action="${addressOf(visit, "pay")}">
          <input type="hidden" name="buyer" value="${buyer.id}" />
          <label class="secret"
            >支付密码<input
              type="password"
              name="password"
              data-testid="password"
              inputmode="numeric"
              autocomplete="off"
              maxlength="6"
              autofocus
              required
          /></label>
          <p class="hint">测试密码：${PASSWORD}</p>
          <button data-testid="pay">确认付款 ¥${yuan(request.amountFen)}</button>
        </form>
        <p class="leave"><a href="${addressOf(visit, "left")}" data-testid="walk-away">不付了，离开</a></p>
      </section>`,
  );
}

/** The desktop page goes back to the merchant by itself; a phone that scanned a PC code stays. */
export function paidPage(visit: Visit, back: string | undefined): Markup {
  const { request, view } = visit;
  const scanned = view === "phone" && request.product === "page";
  const goes = back !== undefined && !scanned;
  const head = goes ? html`<meta http-equiv="refresh" content="${RETURN_AFTER_SECONDS};url=${back}" />` : undefined;
  const next = scanned ? "请回到电脑上的页面" : goes ? `${RETURN_AFTER_SECONDS} 秒后返回商户` : "可以关闭这个页面";
  return frame(
    "付款成功",
    view,
    html`<section class="result" data-testid="paid">
      <span class="tick" aria-hidden="true"></span>
      <h1>付款成功</h1>
      <p class="amount"><small>¥</small>${yuan(request.amountFen)}</p>
      <p>${request.subject}</p>
      <p class="hint">${next}</p>
      ${back === undefined ? undefined : html`<a class="button" href="${back}" data-testid="back-to-merchant">返回商户</a>`}
    </section>`,
    head,
  );
}

export function leftPage(visit: Visit): Markup {
  const { request, view } = visit;
  const quit = request.quitUrl
    ? html`<a class="button" href="${request.quitUrl}" data-testid="back-to-merchant">返回商户</a>`
    : undefined;
  return frame(
    "已离开",
    view,
    html`<section class="result" data-testid="left">
      <h1>已离开收银台</h1>
      <p>没有扣款。最晚付款时间之前都可以回来继续。</p>
      ${quit}
      <p><a href="${addressOf(visit, "")}">回到收银台</a></p>
    </section>`,
  );
}

export function refusedPage(visit: Visit, refusal: Refusal): Markup {
  return frame(
    "无法付款",
    visit.view,
    html`<section class="result" data-testid="refused">
      <h1>${refusal.message}</h1>
      <p>没有扣款。请回到商户页面查看订单。</p>
      <p class="hint">错误代码 ${refusal.bareCode}</p>
    </section>`,
  );
}

export const gonePage = (): Markup =>
  frame(
    "页面已失效",
    "desktop",
    html`<section class="result">
      <h1>这个收银台页面已失效</h1>
      <p>请回到商户页面，重新发起付款。</p>
    </section>`,
  );

const scanAddress = ({ request, sandbox }: Visit): string => `${sandbox.origin}/qr/${request.id}`;

async function drawCode(address: string, width: number): Promise<Markup> {
  return new Markup(await QRCode.toString(address, { type: "svg", width, margin: 2 }));
}

/** Where JavaScript runs, the page that shows the code follows what the phone does. */
function watcher({ request }: Visit): Markup {
  return html`<script
    src="/assets/cashier.js"
    data-state="/cashier/${request.id}/state"
    data-here="/cashier/${request.id}"
    defer
  ></script>`;
}
