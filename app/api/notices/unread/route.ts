import { route } from "@/lib/http/route.ts";
import { countUnreadNotices } from "@/lib/notices/list-notices.ts";

export const GET = route({
  access: "member",
  handle: async ({ member }) => ({ unread: await countUnreadNotices(member.id) }),
});
