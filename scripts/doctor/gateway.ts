import { randomBytes, sign, verify, type KeyObject } from "node:crypto";
import type { AlipayAccount } from "../../lib/alipay-accounts.ts";
import { AccountSdk } from "../../lib/alipay/sdk.ts";
import { beijingText } from "../../lib/core/time.ts";
import type { Env } from "../../lib/env.ts";
import { error, named, ok, warning, wordsOf, type Finding } from "./finding.ts";

const TIMEOUT_MS = 8_000;

/** Alipay refuses requests whose timestamp is ten minutes off; long before that something is wrong with the machine. */
const SKEW_ERROR_MS = 5 * 60_000;
const SKEW_WARNING_MS = 30_000;

/** What Alipay's codes mean to the operator (docs/alipay.md A23). */
const MEANINGS: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  "isv.invalid-signature": [
    "支付宝验不过我们的签名：ALIPAY_PRIVATE_KEY 和开放平台上登记的应用公钥不是一对",
    "到开放平台「开发设置 → 接口加签方式」重新上传与这把私钥成对的应用公钥，加签方式选 RSA2",
  ],
  "isv.invalid-app-id": [
    "这个网关不认识 ALIPAY_APP_ID",
    "核对应用号有没有抄错，以及它是不是属于这个网关（正式或沙箱）",
  ],
  "isv.invalid-timestamp": ["支付宝认为我们的时间不对", "校准这台机器的时钟（NTP）"],
  "isv.insufficient-isv-permissions": [
    "这个应用没有查询交易的权限",
    "到开放平台签约「电脑网站支付」「手机网站支付」，并等待生效",
  ],
  "isv.insufficient-user-permissions": [
    "这个应用没有查询交易的权限",
    "到开放平台签约「电脑网站支付」「手机网站支付」，并等待生效",
  ],
  "isv.app-call-limited": ["这个应用的调用被限制了", "到开放平台查看应用的状态和限流提示"],
};

interface Answer {
  readonly text: string;
  readonly status: number;
  /** The gateway's clock, and ours in the middle of the call. */
  readonly date: Date | null;
  readonly ours: Date;
}

/**
 * With each account one signed, harmless question about a trade that does not exist, and everything its answer tells. Where there are
 * several, what is said names the account.
 */
export async function examineGateway({ alipay }: Env, clock: () => Date): Promise<Finding[]> {
  const { accounts } = alipay;
  const all = accounts.map(async (account) => named(account, accounts, await examineAccount(alipay, account, clock)));
  return (await Promise.all(all)).flat();
}

type Gateway = Pick<Env["alipay"], "gateway">;

async function examineAccount({ gateway }: Gateway, account: AlipayAccount, clock: () => Date): Promise<Finding[]> {
  let answer: Answer;
  try {
    answer = await askAboutNothing(gateway, account, clock);
  } catch (thrown) {
    const fix = "检查这台机器能否访问它：DNS、代理、防火墙";
    return [error(`连不上网关 ${gateway}：${wordsOf(thrown)}`, fix)];
  }
  return [judge(gateway, account, answer), judgeClock(answer)];
}

async function askAboutNothing(gateway: string, account: AlipayAccount, clock: () => Date): Promise<Answer> {
  const sent = clock();
  const parameters: Record<string, string> = {
    app_id: account.appId,
    method: "alipay.trade.query",
    charset: "utf-8",
    format: "JSON",
    version: "1.0",
    sign_type: "RSA2",
    timestamp: beijingText(sent),
    ...certificateNumbers(gateway, account),
    biz_content: JSON.stringify({ out_trade_no: `doctor${randomBytes(12).toString("hex")}` }),
  };
  const text = Object.keys(parameters)
    .sort()
    .map((key) => `${key}=${parameters[key]}`)
    .join("&");
  parameters.sign = sign("RSA-SHA256", Buffer.from(text), account.privateKey).toString("base64");
  const response = await fetch(`${gateway}?charset=utf-8`, {
    method: "POST",
    body: new URLSearchParams(parameters),
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body = await response.text();
  const stamp = Date.parse(response.headers.get("date") ?? "");
  const ours = new Date((sent.getTime() + clock().getTime()) / 2);
  return { text: body, status: response.status, date: Number.isNaN(stamp) ? null : new Date(stamp), ours };
}

/** By what a call says which certificates it is signed with and expects; nothing in key mode. */
function certificateNumbers(gateway: string, account: AlipayAccount): Record<string, string> {
  if (!account.certificates) return {};
  const { appCertSn, alipayRootCertSn } = new AccountSdk(account, gateway).config;
  return { app_cert_sn: appCertSn!, alipay_root_cert_sn: alipayRootCertSn! };
}

/** The signature covers the answer's own text between the two keys, letter by letter (docs/alipay.md A2). */
const ENVELOPE =
  /"alipay_trade_query_response"\s*:\s*(\{.*\})\s*,\s*(?:"alipay_cert_sn"\s*:\s*"[^"]*"\s*,\s*)?"sign"\s*:\s*"([^"]+)"/s;

interface Content {
  readonly code?: string;
  readonly sub_code?: string;
  readonly sub_msg?: string;
}

/** What the gateway said, signed or not; null when the answer has another form. */
function contentOf(text: string): Content | null {
  try {
    const parsed = JSON.parse(text) as Record<string, Content | undefined>;
    return parsed.alipay_trade_query_response ?? parsed.error_response ?? null;
  } catch {
    return null;
  }
}

function judge(gateway: string, { publicKeys }: AlipayAccount, { text, status }: Answer): Finding {
  const content = contentOf(text);
  if (!content)
    return error(
      `${gateway} 的回答不是支付宝的格式（HTTP ${status}）`,
      "核对 ALIPAY_GATEWAY，它应以 /gateway.do 结尾；也可能有代理截住了请求",
    );
  const [, signed, signature] = ENVELOPE.exec(text) ?? [];
  // Alipay signs what its business says; an unsigned answer can only be a gateway error.
  if (signed === undefined || signature === undefined) return refusal(content);
  const holds = (key: KeyObject) => verify("RSA-SHA256", Buffer.from(signed), key, Buffer.from(signature, "base64"));
  if (!publicKeys.some(holds))
    return error(
      "支付宝的回答验不过：ALIPAY_PUBLIC_KEY 不是这个应用的支付宝公钥",
      "到开放平台「开发设置 → 接口加签方式」查看并复制「支付宝公钥」；换过钥匙的话要重新复制",
    );
  const isNoSuchTrade = content.code === "40004" && content.sub_code?.endsWith("TRADE_NOT_EXIST");
  return isNoSuchTrade ? ok("签名的查询得到了验得过的回答") : refusal(content);
}

function refusal({ code = "", sub_code: subCode = "", sub_msg: words = "" }: Content): Finding {
  const known = MEANINGS[subCode];
  if (known) return error(...known);
  if (code === "20000" || subCode.endsWith("SYSTEM_ERROR"))
    return warning(`支付宝暂时不可用（${code} ${subCode}）`, "过几分钟再运行一次");
  return error(`支付宝拒绝了查询：${code} ${subCode} ${words}`, "按这个错误码到开放平台文档中查找原因");
}

function judgeClock({ date, ours }: Answer): Finding {
  if (!date) return warning("网关没有说它的时间，无法核对时钟", "确认这台机器开启了 NTP");
  const skewMs = ours.getTime() - date.getTime();
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const what = `这台机器的时钟比支付宝${skewMs > 0 ? "快" : "慢"} ${seconds} 秒`;
  const fix = "开启时间同步：timedatectl set-ntp true";
  if (Math.abs(skewMs) > SKEW_ERROR_MS) return error(what, fix);
  return Math.abs(skewMs) > SKEW_WARNING_MS ? warning(what, fix) : ok("时钟与支付宝一致");
}
