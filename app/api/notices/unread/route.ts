import { route } from "@/lib/http/route.ts";
import { countUnreadNotices } from "@/lib/notices/list-notices.ts";

export const GET = route("GET /api/notices/unread", {
  handle: async ({ member }) => ({ unread: await countUnreadNotices(member.id) }),
});
