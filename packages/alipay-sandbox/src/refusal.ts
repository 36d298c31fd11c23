/** Refusals of the gateway, with the codes and messages of the open platform. */
import { escapeHtml } from "./markup.ts";

export type Fields = Record<string, unknown>;

const MESSAGES: Record<string, string> = {
  "10000": "Success",
  "20000": "Service Currently Unavailable",
  "40001": "Missing Required Arguments",
  "40002": "Invalid Arguments",
  "40004": "Business Failed",
  "40005": "Call Limited",
  "40006": "Insufficient Permissions",
};

const REASONS: Record<string, string> = {
  "isv.missing-method": "缺少方法名参数",
  "isv.missing-signature": "缺少签名参数",
  "isv.missing-signature-type": "缺少签名类型参数",
  "isv.missing-app-id": "缺少appId参数",
  "isv.missing-timestamp": "缺少时间戳参数",
  "isv.missing-version": "缺少版本参数",
  "isv.invalid-signature": "无效签名",
  "isv.invalid-signature-type": "无效的签名类型",
  "isv.invalid-app-id": "无效的AppID参数",
  "isv.invalid-timestamp": "非法的时间戳参数",
  "isv.invalid-charset": "字符集错误",
  "isv.invalid-method": "不存在的方法名",
  "isv.invalid-format": "无效的数据格式",
  "isv.illegal-json": "业务参数不是合法的JSON",
  "isv.suspected-attack": "疑似攻击",
  "isv.app-call-limited": "应用调用次数超限",
  "isp.unknow-error": "系统繁忙",
  "aop.ACQ.SYSTEM_ERROR": "系统异常",
  "ACQ.SYSTEM_ERROR": "系统错误",
  "ACQ.INVALID_PARAMETER": "参数无效",
  "ACQ.TRADE_NOT_EXIST": "交易不存在",
  "ACQ.TRADE_STATUS_ERROR": "交易状态不合法",
  "ACQ.REASON_TRADE_STATUS_INVALID": "交易状态异常",
  "ACQ.TRADE_HAS_SUCCESS": "交易已被支付",
  "ACQ.TRADE_HAS_CLOSE": "交易已经关闭",
  "ACQ.TRADE_HAS_FINISHED": "交易已完结",
  "ACQ.TRADE_BUYER_NOT_MATCH": "交易买家不匹配",
  "ACQ.CONTEXT_INCONSISTENT": "交易信息被篡改",
  "ACQ.BUYER_ENABLE_STATUS_FORBID": "买家状态非法",
  "ACQ.BUYER_BALANCE_NOT_ENOUGH": "买家余额不足",
  "ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR": "当前时间已超过允许支付的时间",
  "ACQ.SUB_GOODS_SIZE_MAX_COUNT": "子商品明细超长",
  "ACQ.SELLER_BALANCE_NOT_ENOUGH": "卖家余额不足",
  "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL": "退款金额与订单金额不一致",
  "ACQ.REASON_TRADE_REFUND_FEE_ERR": "退款金额无效",
  "ACQ.DISCORDANT_REPEAT_REQUEST": "不一致的请求",
  "ACQ.TRADE_CANCEL_TIME_OUT": "超过撤销时间",
  BILL_NOT_EXIST: "账单不存在",
  "isp.bill_not_exist": "账单不存在",
  NO_BILL_DATA: "没有账单数据",
  TYPE_NOT_SUPPORTED: "账单类型不支持",
  INVAILID_ARGUMENTS: "入参不合法",
};

export class Refusal extends Error {
  readonly code: string;
  readonly subCode: string;
  /** Fields that the answer carries all the same, such as the "0.00" fillers. */
  readonly fields: Fields;

  constructor(code: string, subCode: string, fields: Fields = {}, reason?: string) {
    super(reason ?? REASONS[subCode] ?? subCode);
    this.code = code;
    this.subCode = subCode;
    this.fields = fields;
  }

  /** The response object, in the gateway's key order. A gateway-level reason is HTML-escaped, as Alipay's is. */
  body(): Fields {
    const head = { code: this.code, msg: MESSAGES[this.code] ?? "" };
    const reason = this.gatewayLevel ? escapeHtml(this.message) : this.message;
    return { ...head, sub_code: this.subCode, sub_msg: reason, ...this.fields };
  }

  /** Gateway-level errors are answered unsigned; a business failure and a system error are signed. */
  get gatewayLevel(): boolean {
    return ["40001", "40002", "40005", "40006"].includes(this.code);
  }

  /** The code without its family, as page errors and v3 print it. */
  get bareCode(): string {
    return this.subCode.replace(/^(isv|ACQ)\./, "");
  }
}

/** A 40004 business failure. */
export const refuse = (subCode: string, fields: Fields = {}, reason?: string): Refusal =>
  new Refusal("40004", subCode, fields, reason);

export const success = (fields: Fields): Fields => ({ code: "10000", msg: MESSAGES["10000"], ...fields });
