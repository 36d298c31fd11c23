"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { LinkButton } from "../ui/link-button.tsx";
import { signInPath } from "./sign-in-path.ts";

/** Leads to the sign-in page, and from there back to this one. */
export function SignInLink({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  return (
    <LinkButton href={signInPath(search ? `${pathname}?${search}` : pathname)} type="primary">
      {children}
    </LinkButton>
  );
}
