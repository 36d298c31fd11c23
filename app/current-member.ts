import { headers } from "next/headers";
import { NextRequest } from "next/server";
import { cache } from "react";
import { findSignedIn, type Member } from "@/lib/auth/session.ts";
import { env } from "@/lib/env.ts";

/** The member of the current page request; null: not signed in. One read per page, however often it is asked. */
export const currentMember = cache(async (): Promise<Member | null> =>
  findSignedIn(new NextRequest(env().appUrl, { headers: await headers() }), new Date()),
);
