import { createPublicKey, X509Certificate } from "node:crypto";
import type { AlipayAccount } from "../../lib/alipay-accounts.ts";
import { beijingText, DAY_MS } from "../../lib/core/time.ts";
import type { Env } from "../../lib/env.ts";
import { error, named, ok, warning, type Finding } from "./finding.ts";

/** Whether the address is on loopback. */
export function isLocal(address: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(address).hostname);
}

const SANDBOX_HOST = /(^|\.)alipaydev\.com$/;
const LIVE_HOST = /(^|\.)alipay\.com$/;

/** The kind of gateway: production, Alipay's sandbox, local, or unknown. */
function worldOf(gateway: string): "live" | "sandbox" | "local" | "other" {
  if (isLocal(gateway)) return "local";
  const { hostname } = new URL(gateway);
  if (SANDBOX_HOST.test(hostname)) return "sandbox";
  return LIVE_HOST.test(hostname) ? "live" : "other";
}

/** Everything that can be seen in the configuration alone. */
export function examineConfiguration(env: Env): Finding[] {
  const { alipay } = env;
  return [
    ...alipay.accounts.flatMap((account) =>
      named(account, alipay.accounts, [...examineKeys(account), ...examineCertificates(account)]),
    ),
    ...examineWorlds(env),
    ...examineSecrets(env),
    examineTimeZone(),
  ];
}

/** The open platform shows two public keys on one page; the wrong one parses just as well, and nothing verifies. */
function examineKeys({ privateKey, publicKeys }: AlipayAccount): Finding[] {
  const ours = createPublicKey(privateKey);
  if (publicKeys.some((key) => key.equals(ours)))
    return [
      error(
        "ALIPAY_PUBLIC_KEY 填成了应用公钥（它和 ALIPAY_PRIVATE_KEY 是一对）",
        "到开放平台「应用详情 → 开发设置 → 接口加签方式」查看并复制「支付宝公钥」，不是「应用公钥」",
      ),
    ];
  return [ok("两把钥匙都能读，且不是同一对")];
}

const CERTIFICATE_SOON_MS = 30 * DAY_MS;

/** Certificates end; answers of Alipay's are verified by their keys all the same, but Alipay refuses ours then. */
function examineCertificates({ certificates }: AlipayAccount): Finding[] {
  if (!certificates) return [];
  const ends = [certificates.app, ...certificates.alipay].map((pem) => new X509Certificate(pem).validToDate);
  const soonest = new Date(Math.min(...ends.map((end) => end.getTime())));
  const day = beijingText(soonest).slice(0, 10);
  const fix = "到开放平台下载新的证书，换进 ALIPAY_ACCOUNTS_FILE；新旧两张支付宝证书可以同时写着";
  if (soonest <= new Date()) return [error(`一张证书 ${day} 已经到期`, fix)];
  const leftMs = soonest.getTime() - Date.now();
  return leftMs < CERTIFICATE_SOON_MS ? [warning(`一张证书 ${day} 到期`, fix)] : [ok(`证书到 ${day} 有效`)];
}

/** Sandbox apps are numbered 9021… (docs/alipay.md A7). */
function examineWorlds({ alipay, appUrl }: Env): Finding[] {
  const world = worldOf(alipay.gateway);
  const isSandboxApp = ({ appId }: AlipayAccount) => appId.startsWith("9021");
  const ofSandbox = alipay.accounts.find(isSandboxApp);
  const live = alipay.accounts.find((account) => !isSandboxApp(account));
  if (world === "live" && ofSandbox)
    return [
      error(
        `应用号 ${ofSandbox.appId} 是沙箱的，网关却是正式环境`,
        "正式收款请换成正式应用的应用号和钥匙；要用沙箱，请把 ALIPAY_GATEWAY 改为 https://openapi-sandbox.dl.alipaydev.com/gateway.do",
      ),
    ];
  if (world === "sandbox" && live)
    return [
      error(
        `应用号 ${live.appId} 是正式环境的，网关却是沙箱`,
        "正式收款请去掉 ALIPAY_GATEWAY（默认就是正式网关）；要用沙箱，请换成沙箱应用的应用号和钥匙",
      ),
    ];
  if (world === "local" && !isLocal(appUrl))
    return [
      error(
        `网关是这台机器上的 ${alipay.gateway}，对外的网站却是 ${appUrl}：买家付的不会是真钱`,
        "去掉 ALIPAY_GATEWAY，使用正式网关",
      ),
    ];
  if (world === "other")
    return [warning(`网关 ${alipay.gateway} 不是支付宝的地址`, "如果不是有意使用兼容的网关，请去掉 ALIPAY_GATEWAY")];
  if (alipay.gateway.startsWith("http:") && world !== "local")
    return [error("网关没有使用 https", "把 ALIPAY_GATEWAY 改为 https 地址")];
  return [ok(`应用号与网关属于同一个环境（${{ live: "正式", sandbox: "支付宝沙箱", local: "本机" }[world]}）`)];
}

const MANY_CHARACTERS = 10;

function examineSecrets({ sessionSecret, cronSecret }: Env): Finding[] {
  const fix = "各用 openssl rand -base64 32 生成一个新的";
  const weak = Object.entries({ NEXTAUTH_SECRET: sessionSecret, CRON_SECRET: cronSecret }).filter(
    ([, secret]) => new Set(secret).size < MANY_CHARACTERS,
  );
  const findings = weak.map(([name]) => error(`${name} 太简单，容易被猜到`, fix));
  if (sessionSecret === cronSecret)
    findings.push(error("NEXTAUTH_SECRET 与 CRON_SECRET 相同：知道其中一个的人就知道了两个", fix));
  return findings.length ? findings : [ok("两个密钥够长、不相同")];
}

function examineTimeZone(): Finding {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone === "Asia/Shanghai"
    ? ok("时区是北京时间")
    : warning(`进程的时区是 ${zone}`, "金额、时间不受影响；为了日志好读，可以设置 TZ=Asia/Shanghai");
}
