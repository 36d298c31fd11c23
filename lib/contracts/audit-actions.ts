/** What people do, and the machine at their word, in the audit log: every action, in words. */
export const AUDIT_ACTIONS = {
  "account.close": "关闭账户",
  "admin.create": "建立管理员",
  ALERT_CLOSED: "关闭提醒",
  CREDITS_ADJUSTED: "加减积分",
  CREDITS_ASKED: "加减积分，等第二人",
  CREDITS_REJECTED: "驳回加减积分",
  EXPORT_FINISHED: "导出完成",
  EXPORT_STARTED: "开始导出",
  MEMBER_CLOSED: "关闭会员",
  MEMBER_REOPENED: "重新开启会员",
  MEMBER_RESET_LINK: "发送重设密码的链接",
  MEMBER_ROLE: "改变角色",
  MEMBER_SIGNED_OUT: "结束会员的登录",
  MISMATCH_RELEASED: "退回不符的付款",
  OPERATOR_TARGET_ADDED: "加一处接收提醒的地方",
  OPERATOR_TARGET_REMOVED: "删一处接收提醒的地方",
  ORDER_CLOSED: "关闭订单",
  ORDER_REDELIVERED: "重新发放，发成了",
  OUTSIDE_REFUND_BOOKED: "登记另行退款",
  OUTSIDE_REFUND_RELEASED: "放开另行退款占住的商品",
  PAYMENT_ASKED: "追问支付宝",
  PLAN_CHANGED: "修改套餐",
  PLAN_CREATED: "新建套餐",
  PRODUCT_CHANGED: "修改积分包",
  PRODUCT_CREATED: "新建积分包",
  REDELIVERY_FAILED: "重新发放，没有发成",
  REFUND_APPROVED: "通过退款",
  REFUND_COUNTED: "通过退款，等第二人",
  REFUND_REJECTED: "驳回退款",
  REFUND_RESOLVED: "了结退款",
  REFUND_STARTED: "发起退款",
  SALES_STARTED: "恢复销售",
  SALES_STOPPED: "停止销售",
  SERVICE_KEY_CREATED: "新建服务密钥",
  SERVICE_KEY_REVOKED: "停用服务密钥",
  SETTINGS_SAVED: "修改设置",
  STRAY_RESENT: "重新退回多余的付款",
} as const;
export type AuditAction = keyof typeof AUDIT_ACTIONS;

/** In words; an action of another release as it is written. */
export function auditActionText(action: string): string {
  return Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction] : action;
}
