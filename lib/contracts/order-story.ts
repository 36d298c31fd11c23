import { z } from "zod";
import { instant, labelled, words, yuan } from "./values.ts";

/** What an entry of an order's story is about, in the order in which a page offers them. */
export const STORY_KIND_TEXTS = {
  order: "订单",
  payment: "付款",
  said: "支付宝",
  goods: "发放",
  credits: "积分",
  refund: "退款",
  notice: "消息",
  alert: "提醒",
  act: "人工",
} as const;
export type StoryKind = keyof typeof STORY_KIND_TEXTS;

export const storyEntry = z
  .strictObject({
    id: z.string().describe("在这笔订单里各不相同"),
    kind: z.enum(Object.keys(STORY_KIND_TEXTS) as StoryKind[]),
    time: instant,
    text: words.describe("一句话"),
    by: words.describe("谁：买家、支付宝、定时任务，或哪一位同事"),
    amount: yuan.nullable().describe("有多少钱动了；null：与钱无关"),
    facts: z.array(labelled).describe("其他情况，连同理由"),
    said: z.string().nullable().describe("支付宝的原话，一字不改"),
  })
  .meta({ id: "StoryEntry" });
export type StoryEntry = z.infer<typeof storyEntry>;

/** What one of the operator's people can do next about an order. */
export const NEXT_ACTS = ["ASK", "REDELIVER", "CLOSE", "REFUND", "REVIEW", "ALERTS", "WAIT"] as const;
export type NextAct = (typeof NEXT_ACTS)[number];

export const answerView = z
  .strictObject({
    text: words.describe("一句话"),
    look: z.enum(["fine", "waiting", "trouble"]).describe("fine：不用管 · waiting：会自己往下走 · trouble：要有人管"),
    next: z
      .array(z.enum(NEXT_ACTS))
      .describe(
        "接下来可以做的。ASK：问支付宝 · REDELIVER：再发一次 · CLOSE：关闭订单 · REFUND：退款 · REVIEW：审核退款 · ALERTS：处理待办提醒 · WAIT：等",
      ),
  })
  .meta({ id: "OrderAnswer" });
export type AnswerView = z.infer<typeof answerView>;
