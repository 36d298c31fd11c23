import { route } from "@/lib/http/route.ts";
import { previewPurchase } from "@/lib/subscriptions/preview-purchase.ts";

export const GET = route("GET /api/subscription/preview", {
  handle: ({ member, query, context }) => previewPurchase(member.id, query, context.now),
});
