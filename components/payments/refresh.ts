import type { QueryClient } from "@tanstack/react-query";

/** Whatever a payment may have changed is read anew. */
export function refreshAfterPayment(client: QueryClient): void {
  for (const room of ["orders", "credits", "subscriptions", "notices", "checkout"])
    void client.invalidateQueries({ queryKey: [room] });
}
