import { PAYMENT_METHOD_TEXTS } from "./codes.ts";

const ACTOR_WORDS: Readonly<Record<string, string>> = {
  shop: "系统",
  member: "买家",
  admin: "管理员",
  service: "后端",
  ...PAYMENT_METHOD_TEXTS,
  cron: "定时任务",
  operator: "运维",
  sql: "数据库",
};

/** "admin:7" → "管理员 7"; the buyer needs no number. */
export function actorText(actor: string): string {
  const [kind = "", id] = actor.split(":");
  const word = ACTOR_WORDS[kind] ?? kind;
  return id && kind !== "member" ? `${word} ${id}` : word;
}
