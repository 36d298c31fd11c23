import type { Metadata } from "next";
import { ResetForm } from "@/components/accounts/reset-form.tsx";

export const metadata: Metadata = { title: "设置新密码" };

export default function ResetPage() {
  return <ResetForm />;
}
