import { z } from "zod";
import { checkHealth } from "@/lib/books/check-health.ts";
import { route } from "@/lib/http/route.ts";

/** Liveness; with `?ready=1` the database is asked too. */
export const GET = route({
  access: "public",
  query: z.strictObject({ ready: z.enum(["0", "1"]).optional() }),
  handle: async ({ query }) => ({ status: "ok", ...(query.ready === "1" ? await checkHealth() : {}) }),
});
