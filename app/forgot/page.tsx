import type { Metadata } from "next";
import { ForgotForm } from "@/components/accounts/forgot-form.tsx";

export const metadata: Metadata = { title: "忘记密码" };

export default function ForgotPage() {
  return <ForgotForm />;
}
