"use client";

import { createContext, use, type ReactNode } from "react";
import type { MemberView } from "@/lib/contracts/accounts.ts";

const MemberContext = createContext<MemberView | null>(null);

export function MemberProvider({ member, children }: { member: MemberView | null; children: ReactNode }) {
  return <MemberContext value={member}>{children}</MemberContext>;
}

/** Who is signed in, as the server said when it drew the page; null: nobody. */
export function useMember(): MemberView | null {
  return use(MemberContext);
}
