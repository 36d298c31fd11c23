import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInFirst } from "@/components/accounts/sign-in-first.tsx";
import { PaymentReturn } from "@/components/payments/payment-return.tsx";
import { currentMember } from "../../current-member.ts";

export const metadata: Metadata = { title: "付款结果" };

/** Where Alipay sends the buyer back to, by way of /api/alipay/return. */
export default async function PaymentReturnPage({
  searchParams,
}: {
  searchParams: Promise<{ orderSn?: string | string[] }>;
}) {
  const { orderSn } = await searchParams;
  if (typeof orderSn !== "string") redirect("/orders");
  return (await currentMember()) ? <PaymentReturn orderSn={orderSn} /> : <SignInFirst />;
}
