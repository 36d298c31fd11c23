"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { LinkButton } from "../ui/link-button.tsx";
import { signInPath } from "./sign-in-path.ts";

/** Leads to the sign-in page, and from there back to this one, or to `backTo`, a path of ours. */
export function SignInLink({ backTo, children }: { backTo?: string | undefined; children: ReactNode }) {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  return (
    <LinkButton href={signInPath(backTo ?? (search ? `${pathname}?${search}` : pathname))} type="primary">
      {children}
    </LinkButton>
  );
}
