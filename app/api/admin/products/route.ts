import { createProduct } from "@/lib/catalog/create-product.ts";
import { listProducts } from "@/lib/catalog/list-goods.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/products", { handle: () => listProducts() });

export const POST = route("POST /api/admin/products", { handle: ({ body, context }) => createProduct(body, context) });
