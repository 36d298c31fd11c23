import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { runReport } from "./jobs.ts";

const job = (summary: string) => ({ access: "cron", summary, answer: runReport }) as const;

export const systemEndpoints = {
  "GET /api/health": {
    access: "public",
    summary:
      "是否活着；`ready=1` 时也问数据库，并列出密钥不在配置里的收款账户，`jobs=1` 时也看定时任务是否都在运行，`caller=1` 时说出频率限制把来访者算作哪个地址（要带 CRON_SECRET）",
    query: z.strictObject({
      ready: z.enum(["0", "1"]).optional(),
      jobs: z.enum(["0", "1"]).optional(),
      caller: z.enum(["0", "1"]).optional(),
    }),
    answer: z.strictObject({
      status: z.literal("ok"),
      database: z.literal("ok").exactOptional(),
      absentAccounts: z
        .array(
          z.strictObject({
            appId: z.string(),
            sellerId: z.string().nullable(),
            attempts: z.int().describe("没有结果的付款"),
            refunds: z.int().describe("没有结果的退款"),
          }),
        )
        .describe("有付款或退款在等、而密钥不在配置里的收款账户")
        .exactOptional(),
      jobs: z.literal("ok").exactOptional(),
      caller: z.string().exactOptional(),
    }),
    errors: ["JOBS_SILENT", "BAD_SECRET"],
  },
  "GET /api/cron/complete-orders": job("过了退款期的订单记为已完成"),
  "GET /api/cron/deliver-webhooks": job("把事件推送给产品的后端"),
  "GET /api/cron/earn-days": job("月末把套餐用过的天数确认为收入"),
  "GET /api/cron/expire-goods": job("到期的预留、积分与套餐，以及到期前的提醒"),
  "GET /api/cron/expire-orders": job("关闭超过付款时间的订单"),
  "GET /api/cron/query-payments": job("向支付宝追问还没有结果的付款"),
  "GET /api/cron/reconcile": job("对账：账单、不变量"),
  "GET /api/cron/retry-deliveries": job("重试没有成功的发放"),
  "GET /api/cron/send-notifications": job("发出等待中的邮件"),
  "GET /api/cron/settle-refunds": job("推进还没有结果的退款"),
} satisfies EndpointTable;
