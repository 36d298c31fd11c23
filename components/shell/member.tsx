"use client";

import { createContext, use, type ReactNode } from "react";
import type { MemberView } from "@/lib/contracts/accounts.ts";
import { may, type Permission } from "@/lib/core/roles.ts";

const MemberContext = createContext<MemberView | null>(null);

export function MemberProvider({ member, children }: { member: MemberView | null; children: ReactNode }) {
  return <MemberContext value={member}>{children}</MemberContext>;
}

/** Whether whoever is signed in may do something at the desk; the server decides again. */
export function useMay(): (permission: Permission) => boolean {
  const member = useMember();
  return (permission) => member !== null && may(member.role, permission);
}

/** Who is signed in, as the server said when it drew the page; null: nobody. */
export function useMember(): MemberView | null {
  return use(MemberContext);
}
