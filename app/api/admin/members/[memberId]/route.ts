import { route } from "@/lib/http/route.ts";
import { inspectMember } from "@/lib/membership/inspect-member.ts";

export const GET = route("GET /api/admin/members/[memberId]", {
  handle: ({ params, context }) => inspectMember(BigInt(params.memberId), context.now),
});
