import type { Metadata } from "next";
import { FindPayment } from "@/components/orders/find-payment.tsx";
import { MemberPage } from "../../../first-data.tsx";
import { searchOf, type SearchParams } from "../../../search-params.ts";

export const metadata: Metadata = { title: "付了钱没到账" };

export default async function FindPaymentPage({ searchParams }: { searchParams: SearchParams }) {
  const number = (await searchOf(searchParams)).get("number") ?? "";
  return (
    <MemberPage portal reads={() => []}>
      <FindPayment key={number} number={number} />
    </MemberPage>
  );
}
