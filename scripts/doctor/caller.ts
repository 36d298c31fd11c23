import { z } from "zod";
import type { Env } from "../../lib/env.ts";
import { UNKNOWN_CALLER } from "../../lib/http/caller.ts";
import { isLocal } from "./configuration.ts";
import { error, ok, warning, type Finding } from "./finding.ts";
import { isPrivate } from "./notify-address.ts";

const TIMEOUT_MS = 8_000;

/** An address that belongs to nobody (documentation): whoever is counted as it has named itself. */
const FORGED = "192.0.2.77";

const ANSWER = z.object({ error: z.string().optional(), data: z.object({ caller: z.string() }).nullable() });

/**
 * Whom the running app counts this machine as, asked from outside through every proxy. Nothing where the app does not
 * answer: what is said about the notify address names the reason.
 */
export async function examineCaller(env: Env): Promise<Finding[]> {
  const plain = await ask(env, {});
  if (!plain) return [];
  if (!plain.data)
    return plain.error === "BAD_SECRET"
      ? [warning("正在运行的应用用的是另一个 CRON_SECRET", "改过配置之后要重新启动应用，并让两处一致")]
      : [];
  const { caller } = plain.data;
  const setting = `TRUSTED_PROXIES=${env.trustedProxies}`;
  // Nothing stands between a machine and itself: there is no proxy to find out about.
  if (isLocal(env.appUrl)) return [ok(`${setting}：频率限制把这台机器算作 ${caller}`)];
  const forged = await ask(env, { "x-forwarded-for": Array(env.trustedProxies).fill(FORGED).join(", ") });
  if (forged?.data?.caller === FORGED)
    return [
      error(
        `${setting}，而来访者可以自称任何地址：频率限制拦不住人`,
        "让前面的代理追加 X-Forwarded-For（nginx：$proxy_add_x_forwarded_for），并把 TRUSTED_PROXIES 设为它们的层数，不要多",
      ),
    ];
  const fix = "把 TRUSTED_PROXIES 设为前面代理的层数（CDN 也算一层），并让每一层都追加 X-Forwarded-For";
  if (caller === UNKNOWN_CALLER) return [error(`${setting}：频率限制认不出任何来访者，把所有人算作一个`, fix)];
  // An IPv6 address is counted by its first half.
  if (isPrivate(caller.includes(":") ? `${caller}::1` : caller))
    return [
      warning(
        `${setting}：频率限制把这台机器算作内网地址 ${caller}`,
        `应用若在这台机器上，请换一台机器再核对；否则它是代理的地址，所有人都会被算作一个：${fix}`,
      ),
    ];
  return [ok(`${setting}：频率限制把这台机器算作 ${caller}（应是这台机器的公网地址；若是 CDN 的地址，把它加一）`)];
}

async function ask({ appUrl, cronSecret }: Env, headers: Readonly<Record<string, string>>) {
  try {
    const response = await fetch(`${appUrl}/api/health?caller=1`, {
      headers: { ...headers, authorization: `Bearer ${cronSecret}` },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return ANSWER.safeParse(await response.json()).data ?? null;
  } catch {
    return null;
  }
}
