/** The console: one page. The shell is static; the live part is polled. */
import { beijing } from "./beijing-time.ts";
import { FAULTS } from "./faults.ts";
import { PAGE_METHODS } from "./gateway-checks.ts";
import { html, Markup } from "./markup.ts";
import { MERCHANT } from "./merchant.ts";
import { SERVER_METHODS } from "./methods.ts";
import type { Sandbox } from "./sandbox.ts";

export function consolePage(sandbox: Sandbox): Markup {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>控制台 · 沙箱支付宝</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/console.css" />
        <script src="/assets/console.js" defer></script>
      </head>
      <body>
        <header>
          <strong>沙箱支付宝</strong>
          <span class="soft">应用 ${MERCHANT.appId}</span>
          <span class="soft">网关 ${sandbox.origin}/gateway.do</span>
        </header>
        <p id="problem" role="alert" hidden></p>
        <div class="columns">
          <main>
            <section id="now" data-live></section>
            <div id="events" data-live></div>
          </main>
          <aside>${clockForm()}${faultForm()}${switchForm(sandbox)}${resetForm()}</aside>
        </div>
        <noscript>控制台需要 JavaScript；同样的事都能用 /control 完成。</noscript>
      </body>
    </html>`;
}

const CALLS = { clock: "POST /control/clock", faults: "POST /control/faults", switches: "POST /control/switches" };

function clockForm(): Markup {
  return html`<section>
    <h2>时钟</h2>
    <form data-call="${CALLS.clock}" class="row">
      <label
        >快进<select name="advanceMs" data-number>
          <option value="60000">1 分钟</option>
          <option value="240000">4 分钟</option>
          <option value="3600000">1 小时</option>
          <option value="86400000">1 天</option>
          <option value="2592000000">30 天</option>
        </select></label
      >
      <button>快进</button>
    </form>
    <form data-call="${CALLS.clock}" class="row">
      <label
        >走法<select name="mode">
          <option value="real">真实</option>
          <option value="frozen">停住</option>
          <option value="times">加快</option>
        </select></label
      >
      <label>倍数<input name="times" type="number" min="0" value="60" /></label>
      <button>设定</button>
    </form>
  </section>`;
}

function faultForm(): Markup {
  const faults = Object.entries(FAULTS).map(
    ([name, { about }]) => html`<option value="${name}">${name}：${about}</option>`,
  );
  const methods = [...Object.keys(PAGE_METHODS), ...Object.keys(SERVER_METHODS)];
  const options = ["*", ...methods].map((name) => html`<option value="${name}">${name}</option>`);
  return html`<section>
    <h2>设一个故障</h2>
    <form data-call="${CALLS.faults}">
      <label
        >故障<select name="fault">
          ${faults}
        </select></label
      >
      <label
        >方法（只对网关的故障）<select name="method">
          <option value="">按故障</option>
          ${options}
        </select></label
      >
      <label>订单号前缀<input name="outTradeNo" placeholder="不填则全部" /></label>
      <div class="row">
        <label>第几次起<input name="nth" type="number" min="1" value="1" /></label>
        <label>连续几次（0 为一直）<input name="times" type="number" min="0" value="1" /></label>
      </div>
      <div class="row">
        <label>delayMs<input name="delayMs" type="number" min="0" /></label>
        <label>landsAfterMs<input name="landsAfterMs" type="number" min="0" /></label>
        <label>subCode<input name="subCode" /></label>
      </div>
      <button>加上</button>
    </form>
  </section>`;
}

/** The switches that are yes or no; the others are set through /control/switches. */
function switchForm({ switches }: Sandbox): Markup {
  const boxes = Object.entries(switches).flatMap(([name, value]) =>
    typeof value === "boolean"
      ? [
          html`<label class="box"
            ><input type="checkbox" name="${name}" ${new Markup(value ? "checked" : "")} />${name}</label
          >`,
        ]
      : [],
  );
  return html`<section>
    <details>
      <summary><h2>开关</h2></summary>
      <form data-call="${CALLS.switches}">${boxes}<button>保存</button></form>
    </details>
  </section>`;
}

function resetForm(): Markup {
  return html`<section>
    <form data-call="POST /control/reset"><button class="quiet">全部清空（密钥不变）</button></form>
  </section>`;
}

/** `01-02 03:04:05` in Beijing. */
export const short = (at: number): string => beijing(at).slice(5);

/** A button that makes one call of /control with a fixed input. */
export const callButton = (label: string, call: string, input: Record<string, unknown>): Markup =>
  html`<button class="quiet small" data-call="${call}" data-input="${JSON.stringify(input)}">${label}</button>`;
