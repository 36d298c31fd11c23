import { reconcileBooks } from "@/lib/books/reconcile-books.ts";
import { cronRoute } from "@/lib/http/cron-route.ts";

export const GET = cronRoute("GET /api/cron/reconcile", reconcileBooks);
