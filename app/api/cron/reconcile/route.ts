import { reconcileBills } from "@/lib/books/reconcile-bills.ts";
import { tellBrokenInvariants } from "@/lib/books/tell-broken-invariants.ts";
import { cronRoute } from "@/lib/http/cron-route.ts";

export const GET = cronRoute(async (now) => {
  const report = await reconcileBills(now);
  await tellBrokenInvariants(now);
  return report;
});
