/** Faults on demand. */

type Shape =
  | "hang"
  | "reset"
  | "status"
  | "html"
  | "truncate"
  | "bad-sign"
  | "no-sign"
  | "wrong-key"
  | "refuse"
  | "drip"
  | "stale"
  | "pending"
  | "drop"
  | "double"
  | "late"
  | "hold"
  | "forge"
  | "no-return"
  | "forge-return";

/** What goes wrong: an answer of the gateway, a notice, or the browser's way back to the merchant. */
export type FaultPlace = "gateway" | "notify" | "return";

/** `processed`: whether the request takes effect although its answer goes wrong. */
type FaultKind = {
  shape: Shape;
  on: FaultPlace;
  processed: boolean;
  code?: string;
  subCode?: string;
  about: string;
};

const wire = (shape: Shape, processed: boolean, about: string): FaultKind => ({
  shape,
  on: "gateway",
  processed,
  about,
});
const no = (code: string, subCode: string, processed: boolean, about: string): FaultKind => ({
  ...wire("refuse", processed, about),
  code,
  subCode,
});
const notice = (shape: Shape, about: string): FaultKind => ({ shape, on: "notify", processed: true, about });

const forged = (about: string): FaultKind => notice("forge", `${about}；只这一次发送如此，重发是真的`);
const back = (shape: Shape, about: string): FaultKind => ({ shape, on: "return", processed: true, about });

/** Every fault by name. README explains what each is for. */
export const FAULTS = {
  "hang-before": wire("hang", false, "不处理，也不回答"),
  "hang-after": wire("hang", true, "已处理，不回答"),
  "reset-before": wire("reset", false, "不处理，断开连接"),
  "reset-after": wire("reset", true, "已处理，断开连接"),
  "http-502": wire("status", false, "不处理，回答 HTTP 502（status 可改）"),
  "http-502-after": wire("status", true, "已处理，回答 HTTP 502（status 可改）"),
  "html-200": wire("html", false, "不处理，回答 200 与一张网页"),
  "truncated-json": wire("truncate", true, "已处理，回答在半途截断"),
  "bad-signature": wire("bad-sign", true, "已处理，回答的签名是错的"),
  "missing-signature": wire("no-sign", true, "已处理，回答没有签名"),
  "swapped-key": wire("wrong-key", true, "已处理，回答的键名属于别的方法"),
  "slow-drip": wire("drip", true, "已处理，回答一个字节一个字节地来"),
  "unknown-error": no("20000", "isp.unknow-error", false, "不处理，20000 isp.unknow-error"),
  "unknown-error-after": no("20000", "isp.unknow-error", true, "已处理，20000 isp.unknow-error"),
  "aop-system-error": no("20000", "aop.ACQ.SYSTEM_ERROR", false, "不处理，20000 aop.ACQ.SYSTEM_ERROR"),
  "aop-system-error-after": no("20000", "aop.ACQ.SYSTEM_ERROR", true, "已处理，20000 aop.ACQ.SYSTEM_ERROR"),
  "system-error-before": no("40004", "ACQ.SYSTEM_ERROR", false, "不处理，40004 ACQ.SYSTEM_ERROR"),
  "system-error-after": no("40004", "ACQ.SYSTEM_ERROR", true, "已处理，40004 ACQ.SYSTEM_ERROR"),
  "business-error": no("40004", "ACQ.SYSTEM_ERROR", false, "不处理，40004 与给定的 subCode"),
  "call-limited": no("40005", "isv.app-call-limited", false, "不处理，40005 isv.app-call-limited"),
  "stale-query": wire("stale", true, "查询说 WAIT_BUYER_PAY，虽然已经付款"),
  "fund-change-n": wire("pending", true, "退款回答 fund_change=N，钱晚些到（landsAfterMs；不给则永不到）"),
  "notify-drop": notice("drop", "这个通知永远不发"),
  "notify-duplicate": notice("double", "同一通知 200 毫秒内发两次"),
  "notify-delay": notice("late", "推迟 delayMs（沙箱时钟）再发"),
  "notify-reorder": notice("hold", "扣住，等这笔交易的下一个通知发出之后再发"),
  "notify-wrong-app-id": forged("通知的 app_id 是别人的，签名有效"),
  "notify-wrong-seller": forged("通知的 seller_id 是别人的，签名有效"),
  "notify-wrong-amount": forged("通知的 total_amount 是 0.01，签名有效"),
  "notify-foreign-order": forged("通知的 out_trade_no 是别人的，签名有效"),
  "notify-zero-refund-fee": forged("付款通知带 refund_fee=0.00，签名有效"),
  "notify-tampered": forged("签名之后改了字段"),
  "notify-unsigned": forged("没有签名"),
  "notify-sha1": forged("sign_type=RSA，SHA-1 签名有效"),
  "notify-lowercase-sign-type": forged("sign_type 写作 rsa2"),
  "notify-duplicate-key": forged("total_amount 出现两次"),
  "notify-gbk": forged("GBK 编码并签名"),
  "return-missing": back("no-return", "付款后没有回到商户的路"),
  "return-forged": back("forge-return", "回到商户的地址被改过金额"),
} satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof FAULTS;

/** A fault as it is listed: where it strikes, and whether the request takes effect all the same. */
export type KnownFault = { fault: FaultName; on: FaultPlace; processed: boolean; about: string };

export const knownFaults = (): KnownFault[] =>
  Object.entries(FAULTS).map(([fault, { on, processed, about }]) => ({
    fault: fault as FaultName,
    on,
    processed,
    about,
  }));

/** One rule. `nth` counts matching calls from 1; `times` is how many in a row, 0 for ever. */
export type FaultRule = {
  id: number;
  method: string;
  fault: FaultName;
  outTradeNo?: string;
  nth: number;
  times: number;
  seen: number;
  hits: number;
  subCode?: string;
  subMsg?: string;
  status?: number;
  delayMs?: number;
  landsAfterMs?: number;
};

export type ActiveFault = FaultKind & { rule: FaultRule };

const LONGEST_NUMBER = 86_400_000 * 400;

/** Matches faults to calls. */
export class Faults {
  #rules: FaultRule[] = [];
  #nextId = 1;

  /** Adds a rule from what `/control/faults` received. Throws an Error that says what is wrong with it. */
  add(input: Record<string, unknown>): FaultRule {
    const fault = input["fault"];
    if (typeof fault !== "string" || !Object.hasOwn(FAULTS, fault)) {
      throw new Error(`没有这个故障：${String(fault)}。可用：${Object.keys(FAULTS).join("、")}`);
    }
    const kind: FaultKind = FAULTS[fault as FaultName];
    const method = input["method"] ?? (kind.on === "gateway" ? "*" : kind.on);
    if (typeof method !== "string") throw new Error("method 应为方法名、notify、return 或 *");
    const rule: FaultRule = {
      id: this.#nextId++,
      method,
      fault: fault as FaultName,
      seen: 0,
      hits: 0,
      nth: number(input, "nth") ?? 1,
      times: number(input, "times") ?? 1,
      ...texts(input, ["outTradeNo", "subCode", "subMsg"]),
      ...numbers(input, ["status", "delayMs", "landsAfterMs"]),
    };
    this.#rules.push(rule);
    return rule;
  }

  list(): FaultRule[] {
    return this.#rules;
  }

  clear(id?: number): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
  }

  /** Counts the call for every matching rule; applies the first rule that is due. */
  strike(on: FaultPlace, method: string, outTradeNo: string | undefined): ActiveFault | undefined {
    let struck: FaultRule | undefined;
    for (const rule of this.#rules) {
      if (FAULTS[rule.fault].on !== on || (rule.method !== "*" && rule.method !== method)) continue;
      if (rule.outTradeNo !== undefined && !(outTradeNo ?? "").startsWith(rule.outTradeNo)) continue;
      rule.seen += 1;
      const last = rule.times === 0 ? Infinity : rule.nth + rule.times - 1;
      if (!struck && rule.seen >= rule.nth && rule.seen <= last) struck = rule;
    }
    if (!struck) return undefined;
    struck.hits += 1;
    return { ...(FAULTS[struck.fault] as FaultKind), rule: struck };
  }
}

function number(input: Record<string, unknown>, name: string): number | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > LONGEST_NUMBER) {
    throw new Error(`${name} 应为不小于 0 的整数`);
  }
  return value;
}

function numbers<K extends string>(input: Record<string, unknown>, names: readonly K[]): Partial<Record<K, number>> {
  const pairs = names.map((name) => [name, number(input, name)] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined)) as Partial<Record<K, number>>;
}

function texts<K extends string>(input: Record<string, unknown>, names: readonly K[]): Partial<Record<K, string>> {
  const pairs = names.map((name) => [name, input[name]] as const);
  return Object.fromEntries(pairs.filter(([, value]) => typeof value === "string")) as Partial<Record<K, string>>;
}
