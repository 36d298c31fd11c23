import { route } from "@/lib/http/route.ts";
import { setMemberStatus } from "@/lib/membership/set-member-status.ts";

export const POST = route("POST /api/admin/members/[memberId]/status", {
  handle: ({ member, params, body, context }) => setMemberStatus(member.id, BigInt(params.memberId), body, context),
});
