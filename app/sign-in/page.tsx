import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/accounts/sign-in-form.tsx";
import { ownPath } from "@/components/accounts/sign-in-path.ts";
import { currentMember } from "../current-member.ts";

export const metadata: Metadata = { title: "登录" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[] }>;
}) {
  const { callbackUrl } = await searchParams;
  const goOn = ownPath(typeof callbackUrl === "string" ? callbackUrl : null);
  if (await currentMember()) redirect(goOn);
  return <SignInForm callbackUrl={goOn} />;
}
