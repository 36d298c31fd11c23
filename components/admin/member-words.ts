import type { AdjustmentView, MemberState } from "@/lib/contracts/members.ts";
import type { MemberRole } from "@/lib/core/roles.ts";
import { count } from "../ui/money.tsx";

export const ROLE_WORDS = {
  MEMBER: "会员",
  SUPPORT: "客服",
  FINANCE: "财务",
  ADMIN: "管理员",
} as const satisfies Record<MemberRole, string>;

export const STATE_WORDS = {
  OPEN: "正常",
  CLOSED_BY_SHOP: "已被商店关闭",
  CLOSED_BY_MEMBER: "会员自己关闭",
} as const satisfies Record<MemberState, string>;

/** "+30" or "−20". */
export function signed(amount: number): string {
  return `${amount > 0 ? "+" : "−"}${count(Math.abs(amount))}`;
}

export const ADJUSTMENT_WORDS = {
  PENDING: "等另一位管理员确认",
  DONE: "已办",
  REJECTED: "没有办",
} as const satisfies Record<AdjustmentView["status"], string>;
