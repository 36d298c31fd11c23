import { signOutMember } from "@/lib/accounts/sign-out-member.ts";
import { route } from "@/lib/http/route.ts";

export const POST = route("POST /api/admin/members/[memberId]/sign-out", {
  handle: ({ params, body, context }) => signOutMember(BigInt(params.memberId), body.reason, context),
});
