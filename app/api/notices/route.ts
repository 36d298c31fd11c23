import { listNoticesQuery } from "@/lib/contracts/notices.ts";
import { route } from "@/lib/http/route.ts";
import { listNotices } from "@/lib/notices/list-notices.ts";

export const GET = route({
  access: "member",
  query: listNoticesQuery,
  handle: ({ member, query }) => listNotices(member.id, query),
});
