import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { verifyCredentials } from "../accounts/verify-credentials.ts";
import { credentialsSchema } from "../contracts/accounts.ts";
import { env } from "../env.ts";
import { checkWithin } from "./sign-in-attempt.ts";
import { sessionCookie } from "./session-cookie.ts";

const SESSION_SECONDS = 7 * 24 * 3600;

/** next-auth with one provider, `credentials`, and a session in an encrypted cookie. */
export function authOptions(): NextAuthOptions {
  const { name, secure } = sessionCookie();
  return {
    secret: env().sessionSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: { sessionToken: { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } } },
    providers: [
      CredentialsProvider({
        id: "credentials",
        name: "credentials",
        credentials: { email: { label: "邮箱", type: "email" }, password: { label: "密码", type: "password" } },
        authorize: signIn,
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { ...token, ...user, sub: user.id } : token),
      session: ({ session, token }) => ({
        ...session,
        user: { id: Number(token.sub), name: token.name ?? null, email: token.email ?? null, role: token.role },
      }),
    },
  };
}

/** What the cookie carries; role and version are compared with the database before anything is allowed. */
async function signIn(given: Record<string, string> | undefined) {
  const parsed = credentialsSchema.safeParse(given);
  if (!parsed.success) return null;
  const member = await checkWithin(() => verifyCredentials(parsed.data.email, parsed.data.password));
  if (!member) return null;
  const { id, name, email, role, sessionVersion } = member;
  return { id: String(id), name, email, role, sessionVersion };
}
