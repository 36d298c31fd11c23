import { headers } from "next/headers";
import { NextRequest } from "next/server";
import { cache } from "react";
import { memberView } from "@/lib/accounts/view.ts";
import { requireMember } from "@/lib/auth/session.ts";
import type { MemberView } from "@/lib/contracts/accounts.ts";
import { AppError } from "@/lib/core/errors.ts";
import { env } from "@/lib/env.ts";

/** Who looks at the page that is being drawn; null: nobody is signed in. One read per page. */
export const currentMember = cache(async (): Promise<MemberView | null> => {
  const request = new NextRequest(env().appUrl, { headers: await headers() });
  try {
    return memberView(await requireMember(request));
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") return null;
    throw error;
  }
});
