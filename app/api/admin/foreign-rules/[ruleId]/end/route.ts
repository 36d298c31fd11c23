import { stopForeignRule } from "@/lib/books/add-foreign-rule.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/foreign-rules/[ruleId]/end", {
  handle: ({ member, params, body, context }) =>
    stopForeignRule(member.id, BigInt(params.ruleId), body.reason, context),
});
