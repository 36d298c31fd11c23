/** The first merchant of this sandbox: its numbers; and the switches, among them which events merchants are told about. */

export type Product = "page" | "wap" | "precreate";
export type NoticeKind = "created" | "paid" | "closed" | "finished" | "refunded";

/** Behaviour that depends on the contract or is unknown is a switch. See README. */
export type Switches = {
  notifyEnabled: boolean;
  /** The malformed Content-Type that breaks Express 4; false sends the correct one. */
  malformedContentType: boolean;
  notifyTimeoutMs: number;
  /** Accept white space around `success`. */
  trimNotifyAnswer: boolean;
  /** notify_time and sign are renewed for each sending; false repeats the first ones. */
  freshNotifyTime: boolean;
  refundNotify: "none" | "partial" | "all";
  triggers: Record<Product, Record<Exclude<NoticeKind, "refunded">, boolean>>;
  signGatewayErrors: boolean;
  gatewayErrorKey: "auto" | "method" | "error_response";
  /** Newer apps are told buyer_open_id instead of buyer_id. */
  openId: boolean;
  /** What closing a closed trade answers: `success` or a sub_code. */
  closeOfClosed: string;
  /** What cancelling an unknown trade answers: `success` (without action) or a sub_code. */
  cancelOfUnknown: string;
  /** Also compare product_code when an order number comes again. */
  strictContext: boolean;
  /** Refuse business fields that the documentation does not name. */
  strictFields: boolean;
  /** How far a v2 timestamp may be from the clock; 0 looks at the form only. */
  timestampSkewMs: number;
  /** Sign the merchant's own return_url parameters too. */
  signReturnExtras: boolean;
  /** How much later than time_expire Alipay really closes. */
  expiryGraceMs: number;
  /** Least time between two refunds of one trade; 0 is off. */
  refundGapMs: number;
  refundWindowDays: number;
  /** One full refund per trade and timeouts of 15 h at most, as in Alipay's own sandbox. */
  sandboxStrict: boolean;
  /** The hour (Beijing) from which yesterday's bill exists. */
  billReadyHour: number;
  /** The sub_code for a bill that does not exist. */
  billNotExist: string;
  /** What asking for a day on which nothing happened answers; NOT_EXIST: the same as for one that is not ready. */
  emptyBill: "NOT_EXIST" | "NO_BILL_DATA" | "EMPTY_DATA_WITH_BILL_FILE";
  billLineEnding: "CRLF" | "LF";
  /** The service fee in the bill, in hundredths of a percent, and whether it is printed as a negative number. */
  billFeeBasisPoints: number;
  billFeeNegative: boolean;
};

const told = { created: false, paid: true, closed: false, finished: false };

export const defaultSwitches = (): Switches => ({
  notifyEnabled: true,
  malformedContentType: true,
  notifyTimeoutMs: 8_000,
  trimNotifyAnswer: false,
  freshNotifyTime: true,
  refundNotify: "partial",
  triggers: { page: { ...told }, precreate: { ...told }, wap: { ...told, closed: true, finished: true } },
  signGatewayErrors: false,
  gatewayErrorKey: "auto",
  openId: false,
  closeOfClosed: "ACQ.TRADE_STATUS_ERROR",
  cancelOfUnknown: "success",
  strictContext: false,
  strictFields: false,
  timestampSkewMs: 0,
  signReturnExtras: false,
  expiryGraceMs: 0,
  refundGapMs: 0,
  refundWindowDays: 365,
  sandboxStrict: false,
  billReadyHour: 9,
  billNotExist: "isp.bill_not_exist",
  emptyBill: "NOT_EXIST",
  billLineEnding: "CRLF",
  billFeeBasisPoints: 0,
  billFeeNegative: true,
});

/** By what a merchant is known: an application, and the account that its money goes to. */
export type Identity = { appId: string; sellerId: string };

/** What a merchant's application must be told: the five settings of Alipay's console, and three files with certificates. */
export type Merchant = Identity & {
  /** `http://127.0.0.1:PORT/gateway.do` */
  gateway: string;
  /** The merchant's own, PKCS8, base64 without PEM lines. */
  privateKey: string;
  /** Alipay's, SPKI, base64 without PEM lines. */
  publicKey: string;
  /** Certificate mode alone: PEM texts, as the console hands them out. */
  appCert?: string;
  alipayPublicCert?: string;
  alipayRootCert?: string;
};

/** Whose keys change: the merchant's own, or those that Alipay signs with for this merchant. */
export type Whose = "merchant" | "alipay";

/** What a merchant is to be told before Alipay's keys change: the key or certificate that will sign from then on. */
export type NextKey = { publicKey: string; alipayPublicCert?: string };

export const MERCHANT = {
  appId: "9021000000000001",
  sellerId: "2088000000000001",
  sellerEmail: "shop***@sandbox.test",
  name: "沙箱商户",
} as const;

/** Some of the switches; of `triggers`, some of the events of some products. */
export type SwitchChanges = Partial<Omit<Switches, "triggers">> & {
  triggers?: Partial<Record<Product, Partial<Switches["triggers"][Product]>>>;
};

/** Changes the switches that `changes` names; throws on an unknown one or a wrong type. */
export function changeSwitches(switches: Switches, changes: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(changes)) {
    const current: unknown = Reflect.get(switches, name);
    if (current === undefined) throw new Error(`没有这个开关：${name}`);
    if (typeof current !== typeof value || value === null) throw new Error(`开关 ${name} 应为 ${typeof current}`);
    if (name === "triggers") changeTriggers(switches, value as Record<string, Record<string, boolean>>);
    else Reflect.set(switches, name, value);
  }
}

function changeTriggers(switches: Switches, changes: Record<string, Record<string, boolean>>): void {
  for (const [product, kinds] of Object.entries(changes)) {
    const row = Object.hasOwn(switches.triggers, product) ? switches.triggers[product as Product] : undefined;
    if (!row) throw new Error(`没有这个产品：${product}`);
    for (const [kind, on] of Object.entries(kinds)) {
      if (!Object.hasOwn(row, kind)) throw new Error(`没有这类通知：${kind}`);
      Reflect.set(row, kind, on === true);
    }
  }
}
