import { lookup } from "node:dns/promises";
import { BlockList, isIPv6 } from "node:net";
import type { Env } from "../../lib/env.ts";
import { isLocal } from "./configuration.ts";
import { error, ok, warning, wordsOf, type Finding } from "./finding.ts";

const TIMEOUT_MS = 8_000;

/** Addresses that nobody outside can reach. */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
  ["100.64.0.0", 10],
  ["0.0.0.0", 8],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  PRIVATE.addSubnet(network, bits, "ipv6");
const LOOPBACK = new BlockList();
LOOPBACK.addSubnet("127.0.0.0", 8, "ipv4");
LOOPBACK.addAddress("::1", "ipv6");

const isIn = (list: BlockList, address: string) => list.check(address, isIPv6(address) ? "ipv6" : "ipv4");

/** Whether nobody outside can reach the address, or be called from it. */
export const isPrivate = (address: string) => isIn(PRIVATE, address) || isIn(LOOPBACK, address);

/** Can Alipay's notices arrive? Looks the host up, then posts an empty form, which the product must answer with `fail`. */
export async function examineNotifyAddress({ appUrl, alipay }: Env): Promise<Finding[]> {
  return [await examineHost(appUrl, isLocal(alipay.gateway)), await examineAnswer(`${appUrl}/api/alipay/notify`)];
}

async function examineHost(appUrl: string, isLocalGateway: boolean): Promise<Finding> {
  const { hostname } = new URL(appUrl);
  const fix = "把 APP_URL 设为公网上能打开的 https 地址";
  let addresses: string[];
  try {
    addresses = (await lookup(hostname.replace(/^\[|\]$/g, ""), { all: true })).map(({ address }) => address);
  } catch (thrown) {
    return error(`APP_URL 的域名 ${hostname} 查不到地址：${wordsOf(thrown)}`, fix);
  }
  if (addresses.every((address) => isIn(LOOPBACK, address)))
    return isLocalGateway
      ? ok("通知地址在本机，网关也在本机")
      : error("APP_URL 是本机地址，支付宝的通知到不了；付款只能靠查询发现", fix);
  const hidden = addresses.filter((address) => isIn(PRIVATE, address));
  if (hidden.length) return error(`APP_URL 的域名指向内网地址 ${hidden.join("、")}，支付宝的通知到不了`, fix);
  return ok("通知地址在公网上，使用 https");
}

async function examineAnswer(address: string): Promise<Finding> {
  let response: Response;
  try {
    response = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(),
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (thrown) {
    return error(`打不开通知地址 ${address}：${wordsOf(thrown)}`, "确认应用已经启动，域名、证书和防火墙都放行了它");
  }
  if (response.status >= 300 && response.status < 400)
    return error(`通知地址会跳转到 ${response.headers.get("location")}`, "支付宝不跟随跳转，请让这个地址直接到达应用");
  const text = await response.text();
  if (text === "fail") return ok("通知地址会回答，并且不相信没有签名的通知");
  if (text === "success")
    return error("通知地址对没有签名的通知回答了 success", "那里运行的不是这个应用，请检查反向代理");
  return warning(
    `通知地址回答了别的内容（HTTP ${response.status}）`,
    "在它前面的登录墙、防护或代理需要放行 /api/alipay/notify",
  );
}
