import { addForeignRule } from "@/lib/books/add-foreign-rule.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/foreign-rules", {
  handle: ({ member, body, context }) => addForeignRule(member.id, body, context),
});
