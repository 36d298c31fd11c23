import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { RegisterForm } from "@/components/accounts/register-form.tsx";
import { ownPath } from "@/components/accounts/sign-in-path.ts";
import { currentMember } from "../current-member.ts";

export const metadata: Metadata = { title: "注册" };

export default async function RegisterPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}) {
  const { callbackUrl } = await searchParams;
  const goOn = ownPath(typeof callbackUrl === "string" ? callbackUrl : null);
  if (await currentMember()) redirect(goOn);
  return <RegisterForm callbackUrl={goOn} />;
}
