import { readNoticesBody } from "@/lib/contracts/notices.ts";
import { route } from "@/lib/http/route.ts";
import { readNotices } from "@/lib/notices/read-notices.ts";

export const POST = route({
  access: "member",
  body: readNoticesBody,
  handle: async ({ member, body, context }) => ({ unread: await readNotices(member.id, body, context.now) }),
});
