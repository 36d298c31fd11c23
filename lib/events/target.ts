import { Resolver } from "node:dns/promises";
import { BlockList, isIP, type IPVersion } from "node:net";

/** An address to connect to, as `lookup` of node gives it. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** A target that is not sent to, in words for whoever set it up. */
export class RefusedTarget extends Error {
  override readonly name = "RefusedTarget";
}

/** Of IPv4: this machine, private and shared networks, link-local (metadata services), documentation, tests, multicast, reserved. */
const NOT_PUBLIC_4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

/**
 * Of IPv6 only global unicast is public at all, so that mapped and translated IPv4, unique local, link-local and multicast
 * addresses are out without being named; and of it not what carries an IPv4 address (Teredo, 6to4), and not documentation.
 */
const PUBLIC_6 = ["2000::", 3] as const;
const NOT_PUBLIC_6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

function listOf(subnets: readonly (readonly [string, number])[], family: IPVersion): BlockList {
  const list = new BlockList();
  for (const [net, prefix] of subnets) list.addSubnet(net, prefix, family);
  return list;
}

const reserved4 = listOf(NOT_PUBLIC_4, "ipv4");
const public6 = listOf([PUBLIC_6], "ipv6");
const reserved6 = listOf(NOT_PUBLIC_6, "ipv6");

/** Whether an address belongs to somebody on the public Internet. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !reserved4.check(address, "ipv4");
  return isIP(address) === 6 && public6.check(address, "ipv6") && !reserved6.check(address, "ipv6");
}

/** What is wrong with an address that events are to be sent to, as far as it says so itself; null: nothing. */
export function problemOf(text: string, mayBePrivate: boolean): string | null {
  if (!URL.canParse(text)) return "地址格式不正确";
  const { protocol, username, password, hash, hostname } = new URL(text);
  if (protocol !== "https:" && !(mayBePrivate && protocol === "http:")) return "必须是 https 地址";
  if (username !== "" || password !== "") return "地址里不能有用户名和密码";
  if (hash !== "") return "地址里不能有 # 后面的部分";
  const host = bareHost(hostname);
  const isInner = isIP(host) ? !isPublic(host) : isLocal(host);
  return isInner && !mayBePrivate ? "不能是内网或保留的地址" : null;
}

/** The names of this machine, which nobody is asked for. */
const isLocal = (host: string) => host === "localhost" || host.endsWith(".localhost");

const bareHost = (hostname: string) => hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");

/** Names by a question to the servers of the system, without its table of hosts and without blocking a thread. */
export type Resolve = (host: string) => Promise<Address[]>;

const DNS_LIMIT = { timeout: 2_000, tries: 2 };

async function resolveName(host: string): Promise<Address[]> {
  if (isLocal(host)) return [{ address: "127.0.0.1", family: 4 }];
  const resolver = new Resolver(DNS_LIMIT);
  const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  if (four.status === "rejected" && six.status === "rejected") throw four.reason;
  const found = (answer: PromiseSettledResult<string[]>, family: 4 | 6) =>
    answer.status === "fulfilled" ? answer.value.map((address) => ({ address, family })) : [];
  return [...found(four, 4), ...found(six, 6)];
}

/**
 * The addresses that a message to this URL may be connected to: found once, checked, and to be used as they are, because a name
 * may answer otherwise the next time. Throws RefusedTarget where one of them is not public, and what the resolver throws.
 */
export async function addressesOf(url: URL, mayBePrivate: boolean, resolve: Resolve = resolveName): Promise<Address[]> {
  const problem = problemOf(url.href, mayBePrivate);
  if (problem) throw new RefusedTarget(problem);
  const host = bareHost(url.hostname);
  const family = isIP(host) as 0 | 4 | 6;
  const addresses = family ? [{ address: host, family }] : await resolve(host);
  if (addresses.length === 0) throw new RefusedTarget("找不到这个域名的地址");
  if (!mayBePrivate && !addresses.every(({ address }) => isPublic(address)))
    throw new RefusedTarget("域名指向内网或保留的地址");
  return addresses;
}
