import { headers } from "next/headers";
import { NextRequest } from "next/server";
import { cache } from "react";
import { requireMember, type Member } from "@/lib/auth/session.ts";
import { AppError } from "@/lib/core/errors.ts";
import { env } from "@/lib/env.ts";

/** The member of the current page request; null: not signed in. One read per page, however often it is asked. */
export const currentMember = cache(async (): Promise<Member | null> => {
  const request = new NextRequest(env().appUrl, { headers: await headers() });
  try {
    return await requireMember(request);
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAUTHENTICATED") return null;
    throw error;
  }
});
