import type { ReactNode } from "react";
import { SignInFirst } from "@/components/accounts/sign-in-first.tsx";
import { currentMember } from "../current-member.ts";

/** Pages of a member; a stranger is led to the sign-in page and back. The lock itself is in the routes that answer data. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  return (await currentMember()) ? children : <SignInFirst />;
}
