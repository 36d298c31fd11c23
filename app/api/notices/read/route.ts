import { route } from "@/lib/http/route.ts";
import { readNotices } from "@/lib/notices/read-notices.ts";

export const POST = route("POST /api/notices/read", {
  handle: async ({ member, body, context }) => ({ unread: await readNotices(member.id, body, context.now) }),
});
