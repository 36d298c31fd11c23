import type { ReactNode } from "react";
import { AdminNav } from "@/components/admin/admin-nav.tsx";
import { isStaff } from "@/lib/core/roles.ts";
import { currentMember } from "../current-member.ts";

/** Nobody else needs to know that these pages exist. Each page asks for itself who looks at it. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const member = await currentMember();
  return (
    <>
      {member && isStaff(member.role) && <AdminNav />}
      {children}
    </>
  );
}
