import { previewPurchaseQuery } from "@/lib/contracts/subscriptions.ts";
import { route } from "@/lib/http/route.ts";
import { previewPurchase } from "@/lib/subscriptions/preview-purchase.ts";

export const GET = route({
  access: "member",
  query: previewPurchaseQuery,
  handle: ({ member, query, context }) => previewPurchase(member.id, query, context.now),
});
