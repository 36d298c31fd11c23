import type { Metadata } from "next";
import { ConfirmAddress } from "@/components/accounts/confirm-address.tsx";

export const metadata: Metadata = { title: "确认邮箱" };

export default function ConfirmPage() {
  return <ConfirmAddress />;
}
