import { EXPORT_LIMIT } from "@/lib/http/limits.ts";
import { route } from "@/lib/http/route.ts";
import { streamedAnswer } from "@/lib/http/streamed-answer.ts";
import { exportAccount } from "@/lib/membership/export-account.ts";

export const GET = route("GET /api/account/export", {
  limit: EXPORT_LIMIT,
  handle: ({ member, context: { now } }) =>
    streamedAnswer(exportAccount(member.id, now), `zhangfang-${member.id}.json`),
});
