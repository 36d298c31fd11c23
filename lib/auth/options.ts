import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { NextRequest } from "next/server";
import { endSession } from "../accounts/end-sessions.ts";
import { startSession, type Browser } from "../accounts/start-session.ts";
import { verifyCredentials } from "../accounts/verify-credentials.ts";
import { credentialsSchema } from "../contracts/accounts.ts";
import { env } from "../env.ts";
import { within } from "./attempt.ts";
import { SESSION_SECONDS, sessionCookie } from "./session-cookie.ts";
import { browserOf } from "./token.ts";

/** next-auth with one provider, `credentials`, and the name of the session in an encrypted cookie. */
export async function authOptions(request: NextRequest): Promise<NextAuthOptions> {
  const { name, secure } = sessionCookie();
  const browser = await browserOf(request);
  return {
    secret: env().sessionSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    // A setting of its own: the token would live 30 days otherwise.
    jwt: { maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: { sessionToken: { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } } },
    providers: [
      CredentialsProvider({
        id: "credentials",
        name: "credentials",
        credentials: { email: { label: "邮箱", type: "email" }, password: { label: "密码", type: "password" } },
        authorize: (given) => signIn(given, browser),
      }),
    ],
    callbacks: { jwt: ({ token, user }) => (user ? { ...user, sub: user.id } : token) },
    events: { signOut: () => signOut(browser) },
  };
}

/** What the cookie carries: who, by which session, and the version that a changed password leaves behind. */
function signIn(given: Record<string, string> | undefined, browser: Browser) {
  return within(async () => {
    const parsed = credentialsSchema.safeParse(given);
    if (!parsed.success) return null;
    const member = await verifyCredentials(parsed.data.email, parsed.data.password);
    if (!member) return null;
    const { id, sessionVersion } = member;
    return { id: String(id), sessionVersion, sessionId: await startSession(id, browser, new Date()) };
  });
}

/** The row goes before the cookie: a copy of the cookie is worth nothing from now on. */
async function signOut({ sessionId }: Browser): Promise<void> {
  if (sessionId !== null) await within(() => endSession(sessionId, new Date()));
}
