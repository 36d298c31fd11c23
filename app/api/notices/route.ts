import { route } from "@/lib/http/route.ts";
import { listNotices } from "@/lib/notices/list-notices.ts";

export const GET = route("GET /api/notices", {
  handle: ({ member, query }) => listNotices(member.id, query),
});
