import { changeRole } from "@/lib/accounts/change-role.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/members/[memberId]/role", {
  handle: ({ member, params, body, context }) => changeRole(member.id, BigInt(params.memberId), body, context),
});
