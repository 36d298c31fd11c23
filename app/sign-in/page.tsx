import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/accounts/sign-in-form.tsx";
import { ownPath } from "@/components/accounts/sign-in-path.ts";
import { SIGN_IN_TROUBLES } from "@/lib/contracts/identity.ts";
import { currentMember } from "../current-member.ts";

export const metadata: Metadata = { title: "登录" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}) {
  const { callbackUrl, error } = await searchParams;
  const goOn = ownPath(typeof callbackUrl === "string" ? callbackUrl : null);
  if (await currentMember()) redirect(goOn);
  const trouble = SIGN_IN_TROUBLES.find((known) => known === error) ?? null;
  return <SignInForm callbackUrl={goOn} trouble={trouble} />;
}
