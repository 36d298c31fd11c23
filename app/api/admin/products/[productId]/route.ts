import { changeProduct } from "@/lib/catalog/change-product.ts";
import { route } from "@/lib/http/route.ts";

export const PATCH = route("PATCH /api/admin/products/[productId]", {
  handle: ({ params, body, context }) => changeProduct(params.productId, body, context),
});
