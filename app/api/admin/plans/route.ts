import { createPlan } from "@/lib/catalog/create-plan.ts";
import { listPlans } from "@/lib/catalog/list-goods.ts";
import { route } from "@/lib/http/route.ts";

export const GET = route("GET /api/admin/plans", { handle: () => listPlans() });

export const POST = route("POST /api/admin/plans", { handle: ({ body, context }) => createPlan(body, context) });
