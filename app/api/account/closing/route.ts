import { route } from "@/lib/http/route.ts";
import { previewClosing } from "@/lib/membership/close-account.ts";

export const GET = route("GET /api/account/closing", {
  handle: ({ member, context }) => previewClosing(member.id, context.now),
});
