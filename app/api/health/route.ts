import { checkHealth } from "@/lib/books/check-health.ts";
import { route } from "@/lib/http/route.ts";

/** Liveness; with `?ready=1` the database is asked too. */
export const GET = route("GET /api/health", {
  handle: async ({ query }) => ({ status: "ok", ...(query.ready === "1" ? await checkHealth() : {}) }),
});
