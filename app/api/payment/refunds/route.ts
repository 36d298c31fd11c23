import { route } from "@/lib/http/route.ts";
import { listRefunds } from "@/lib/refunds/list-refunds.ts";

export const GET = route("GET /api/payment/refunds", {
  handle: ({ member, query }) => listRefunds(member.id, query),
});
