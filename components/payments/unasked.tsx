import { ApiError } from "../data/api-client.ts";
import { Refusal } from "../ui/callout.tsx";
import { usePaymentCalls } from "./payment-calls.tsx";

/**
 * Why what became of a payment could not be asked. Who is signed out signs in and comes back to this order, where it is
 * asked again.
 */
export function Unasked({ error, orderSn }: { error: Error; orderSn: string }) {
  const { returnPath } = usePaymentCalls();
  return <Refusal type="warning" error={error} otherwise="没有查到付款结果，请重试" backTo={returnPath(orderSn)} />;
}

export function isSignedOut(error: Error | null): boolean {
  return error instanceof ApiError && error.code === "UNAUTHENTICATED";
}
