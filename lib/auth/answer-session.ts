import type { NextRequest } from "next/server";
import { memberView } from "../accounts/view.ts";
import { renewCookie } from "./renew-cookie.ts";
import { findSignedIn } from "./session.ts";

/**
 * Who is signed in, in next-auth's words; an empty object: nobody. next-auth's own answer would believe the cookie of a
 * session that has ended.
 */
export async function answerSession(request: NextRequest): Promise<Response> {
  const now = new Date();
  const member = await findSignedIn(request, now);
  const session = member ? { user: memberView(member), expires: member.expireTime.toISOString() } : {};
  const response = Response.json(session, { headers: { "cache-control": "private, no-store" } });
  if (member) await renewCookie(request, response.headers, now);
  return response;
}
