/** The closed list of errors: HTTP status and Chinese message of each. */
const ERRORS = {
  VALIDATION_FAILED: [400, "提交的内容有误，请检查后再试"],
  WRONG_PASSWORD: [400, "当前密码不正确"],
  LINK_INVALID: [400, "链接已失效，可能用过、过期，或者已经有了更新的一封"],
  UNAUTHENTICATED: [401, "请先登录"],
  CHECKOUT_ELSEWHERE: [401, "这次付款属于另一个浏览器，请回到打开它的地方"],
  BAD_CREDENTIALS: [401, "邮箱或密码不正确"],
  BAD_SECRET: [401, "密钥无效"],
  FORBIDDEN: [403, "没有权限进行此操作"],
  FOREIGN_ORIGIN: [403, "请求来源不受信任"],
  NOT_FOUND: [404, "没有找到"],
  ORDER_NOT_FOUND: [404, "没有找到这笔订单"],
  PRODUCT_NOT_FOUND: [404, "没有找到这个商品，可能已下架"],
  PLAN_NOT_FOUND: [404, "没有找到这个套餐，可能已下架"],
  TERM_NOT_FOUND: [404, "这个套餐不卖这个时长，可能刚刚改过"],
  REFUND_NOT_FOUND: [404, "没有找到这笔退款"],
  INVOICE_NOT_FOUND: [404, "没有找到这张发票"],
  CUSTOMER_NOT_FOUND: [404, "没有找到这个客户"],
  CHECKOUT_NOT_FOUND: [404, "没有找到这次付款"],
  METHOD_NOT_ALLOWED: [405, "不支持这种请求方法"],
  OTHER_ACCOUNT: [409, "当前登录的是另一个账户，请刷新页面后再操作"],
  SALES_STOPPED: [409, "商店暂停售卖，已有的订单仍可付款"],
  CHECKOUT_OVER: [409, "这次付款已经结束，请回到原来的页面"],
  ORDER_NOT_PAYABLE: [409, "这笔订单现在不能支付"],
  ORDER_NOT_CANCELLABLE: [409, "这笔订单现在不能取消"],
  PURCHASE_LIMIT_REACHED: [409, "这件商品的购买次数已到上限"],
  PRICE_CHANGED: [409, "价格已经变了，请核对新的价格再下单"],
  ORDER_NOT_REFUNDABLE: [409, "这笔订单现在不能退款"],
  ORDER_NOT_REDELIVERABLE: [409, "这笔订单现在不需要补发，或者正在补发"],
  REFUND_AMOUNT_CHANGED: [409, "可退金额已经变了，请核对新的金额再提交"],
  REFUND_NOT_REVIEWABLE: [409, "这笔退款已经处理过了"],
  REFUND_NOT_RESOLVABLE: [409, "这笔退款现在不能这样处理"],
  OUTSIDE_REFUND_ABSENT: [409, "支付宝没有查到这笔退款，没有登记"],
  ALERT_NOT_CLOSABLE: [409, "这条提醒不能单独关闭"],
  DIFFERENCE_CLOSED: [409, "这条差异已经处理过了，请刷新后再看"],
  DIFFERENCE_NOT_SO: [409, "这条差异不能这样处理"],
  TRADE_NOT_PAID: [409, "支付宝没有查到这笔已付款的交易，没有入账"],
  MONTH_NOT_CLOSABLE: [409, "这个月还不能结账"],
  MONTH_CHANGED: [409, "月结单刚刚有了变化，请核对新的一份再结账"],
  FOREIGN_RULE_OURS: [409, "本店的订单也有这样开头的单号，不能当作别的应用"],
  FOREIGN_RULE_TAKEN: [409, "已经有这条规则，或者它已经停用"],
  ORDER_NOT_INVOICEABLE: [409, "有订单现在不能开发票"],
  INVOICE_CHANGED: [409, "这张发票现在不能这样处理"],
  CATALOG_CHANGED: [409, "刚刚有人改过，请核对新的内容再修改"],
  CATALOG_NAME_TAKEN: [409, "已经有同名的积分包，或同一代码的套餐"],
  TARGETS_FULL: [409, "接收提醒的地方已经太多，请先删去一些"],
  CATALOG_FULL: [409, "商品目录已满，请先下架或改用已有的商品"],
  SELF_REVIEW: [403, "不能审核自己的退款"],
  SELF_CONFIRMATION: [403, "要由另一位管理员确认，也不能确认给自己的"],
  IDEMPOTENCY_KEY_REUSED: [409, "同一个幂等键不能用于不同的请求"],
  BIZ_ID_REUSED: [409, "同一个业务号不能用于不同的扣减"],
  EMAIL_TAKEN: [409, "这个邮箱已经注册过了"],
  CONSUMPTION_REVERSED: [409, "这次消费已经归还，或者剩下的不够归还这么多"],
  ADDRESS_CONFIRMED: [409, "这个邮箱已经确认过了"],
  HAS_PASSWORD: [409, "这个账户已经有密码，请在账号安全里修改"],
  ACCOUNT_NOT_CLOSABLE: [409, "账户现在还不能关闭"],
  MEMBER_CLOSED: [409, "这个账户已经关闭"],
  MEMBER_NOT_REOPENABLE: [409, "这个账户不能重新打开"],
  MEMBER_WITHOUT_PASSWORD: [409, "这位会员没有自己的邮箱或密码"],
  KEY_NOT_ROTATABLE: [409, "这个密钥已经停用、过期，或者已经换过"],
  OWN_ACCOUNT: [409, "不能对自己的账户这样做，请另一位管理员来"],
  ENDPOINTS_FULL: [409, "接收事件的地址太多，请先删掉一些"],
  DELIVERY_PENDING: [409, "这条事件还等着推送，不用重发"],
  ADJUSTMENT_DECIDED: [409, "这次积分调整已经处理过了"],
  INSUFFICIENT_CREDITS: [409, "积分余额不足"],
  RESERVATION_NOT_HELD: [409, "这笔预留已经结束"],
  BODY_TOO_LARGE: [413, "提交的内容太大"],
  UNSUPPORTED_MEDIA_TYPE: [415, "不支持这种内容格式"],
  TOO_MANY_REQUESTS: [429, "操作太频繁，请稍后再试"],
  TOO_MANY_OPEN_ORDERS: [429, "未支付的订单太多，请先支付或取消一些"],
  INTERNAL: [500, "系统出了问题，我们已经记录，请稍后再试"],
  GATEWAY_UNAVAILABLE: [503, "支付宝暂时没有回应，订单已保留，请稍后再试"],
  ACCOUNT_ABSENT: [503, "这笔订单的收款账户正在维护，订单已保留，请稍后再试"],
  JOBS_SILENT: [503, "有定时任务太久没有成功运行"],
  BUSY: [503, "系统繁忙，请稍后再试"],
  OUTCOME_UNKNOWN: [503, "没能确认这次操作是否已经完成，请先查看最新状态，再决定要不要重试"],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as ErrorCode[];

/** One thing wrong with the input: which field, and why. */
export interface Issue {
  readonly field: string;
  readonly message: string;
}

export interface ErrorFacts {
  /** What exactly, for the caller: it follows the sentence of the table. */
  readonly about?: string;
  /** Logged, never sent to the caller. */
  readonly detail?: unknown;
  readonly issues?: readonly Issue[];
  /** Sent as the `data` of the answer. */
  readonly data?: unknown;
  /** Seconds, sent as Retry-After. */
  readonly retryAfter?: number;
}

/** An answer other than success. `message` is for people; `facts.detail` is for the log. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(code: ErrorCode, facts: ErrorFacts = {}) {
    super(facts.about ? `${ERRORS[code][1]}：${facts.about}` : ERRORS[code][1]);
    this.code = code;
    this.facts = facts;
  }

  get status(): number {
    return ERRORS[this.code][0];
  }
}

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}
