import { isIPv4, isIPv6 } from "node:net";

/** What everybody is counted as whom no proxy names by an address. */
export const UNKNOWN_CALLER = "unknown";

/**
 * The caller that `X-Forwarded-For` names, as limits count them. Each proxy appends the address that it was called from, so
 * with `proxies` of them in front the caller is that many entries from the right, and what is left of it is the caller's
 * own word. With fewer entries the leftmost counts: somebody came in behind the first proxies, and the last one said from
 * where.
 * @returns an IPv4 address without port, the first 64 bits of an IPv6 address (one customer controls a whole /64), or
 *   UNKNOWN_CALLER
 */
export function callerOf(forwarded: string | null, proxies: number): string {
  const entries = (forwarded ?? "").split(",").map((entry) => entry.trim());
  const named = entries.filter(Boolean);
  return networkOf(withoutPort(named.at(-proxies) ?? named[0] ?? ""));
}

/** "203.0.113.7:443", "[2001:db8::1]:443", "fe80::1%eth0" → the address alone. */
function withoutPort(entry: string): string {
  const [, inBrackets, ipv4, wholeIpv6] =
    /^\[([^\]]*)\](?::\d+)?$|^([\d.]+):\d+$|^((?:[\da-f]{1,4}:){7}[\da-f]{1,4}):\d+$/i.exec(entry) ?? [];
  return (inBrackets ?? ipv4 ?? wholeIpv6 ?? entry).replace(/%.*$/, "");
}

function networkOf(address: string): string {
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return UNKNOWN_CALLER;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff";
  return isMapped ? ipv4Of(groups.slice(6)) : groups.slice(0, 4).join(":");
}

/** The eight groups of an IPv6 address, in lower case and without leading zeros, however it was written. */
function groupsOf(address: string): string[] {
  // The URL parser writes every form of an address in one way, an IPv4 tail as two groups.
  const { hostname } = new URL(`http://[${address}]`);
  const [head = [], tail = []] = hostname
    .slice(1, -1)
    .split("::")
    .map((side) => side.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return [...head, ...zeros, ...tail];
}

function ipv4Of(groups: readonly string[]): string {
  return groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]).join(".");
}
