import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { SignInFirst } from "@/components/accounts/sign-in-first.tsx";
import { AdminNav } from "@/components/admin/admin-nav.tsx";
import { currentMember } from "../current-member.ts";

/** Nobody else needs to know that these pages exist. The lock itself is in the routes under /api/admin. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const member = await currentMember();
  if (!member) return <SignInFirst />;
  if (member.role !== "ADMIN") notFound();
  return (
    <>
      <AdminNav />
      {children}
    </>
  );
}
