import { route } from "@/lib/http/route.ts";
import { getCurrent } from "@/lib/subscriptions/get-current.ts";

export const GET = route("GET /api/subscription/current", {
  handle: ({ member, context }) => getCurrent(member.id, context.now),
});
