import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import type { NextRequest } from "next/server";
import { endSession } from "../accounts/end-sessions.ts";
import { identifyMember } from "../accounts/identify-member.ts";
import { startSession, type Browser } from "../accounts/start-session.ts";
import { verifyCredentials } from "../accounts/verify-credentials.ts";
import { credentialsSchema } from "../contracts/accounts.ts";
import { identityOf } from "../contracts/identity.ts";
import { env } from "../env.ts";
import { log, sparing } from "../log.ts";
import { within } from "./attempt.ts";
import { flowCookies, OIDC, oidcProvider, SignInRefusal } from "./oidc.ts";
import { SESSION_SECONDS, sessionCookie } from "./session-cookie.ts";
import { browserOf } from "./token.ts";

/** next-auth with `credentials`, `oidc` where the product has a provider, and the name of the session in an encrypted cookie. */
export async function authOptions(request: NextRequest): Promise<NextAuthOptions> {
  const { name, secure } = sessionCookie();
  const browser = await browserOf(request);
  const { sessionSecret, oidc } = env();
  return {
    secret: sessionSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    // A setting of its own: the token would live 30 days otherwise.
    jwt: { maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    useSecureCookies: secure,
    cookies: {
      sessionToken: { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } },
      ...flowCookies(secure),
    },
    providers: [
      CredentialsProvider({
        id: "credentials",
        name: "credentials",
        credentials: { email: { label: "邮箱", type: "email" }, password: { label: "密码", type: "password" } },
        authorize: (given) => signIn(given, browser),
      }),
      ...(oidc ? [oidcProvider(oidc)] : []),
    ],
    callbacks: {
      jwt: async ({ token, user, account, profile }) => {
        const signedIn = account?.provider === OIDC ? await signInByProvider(profile, browser) : user;
        return signedIn ? { ...signedIn, sub: signedIn.id } : token;
      },
    },
    events: { signOut: () => signOut(browser) },
    logger: { error: noteTrouble, warn: () => undefined },
  };
}

/** What the cookie carries: who, by which session, and the version that a changed password leaves behind. */
function signIn(given: Record<string, string> | undefined, browser: Browser) {
  return within(async () => {
    const parsed = credentialsSchema.safeParse(given);
    if (!parsed.success) return null;
    const member = await verifyCredentials(parsed.data.email, parsed.data.password);
    return member && beginSession(member, browser);
  });
}

/** The same for somebody whom the product's provider knows. Throws SignInRefusal. */
function signInByProvider(claims: unknown, browser: Browser) {
  return within(async () => {
    const identity = identityOf(claims);
    // next-auth believes the issuer that the provider's own description names; that one must be ours.
    if (!identity || identity.issuer !== env().oidc?.issuer) throw new SignInRefusal("failed");
    const found = await identifyMember(identity, new Date());
    if ("refused" in found) throw new SignInRefusal(found.refused);
    return beginSession(found, browser);
  });
}

interface Known {
  readonly id: bigint;
  readonly sessionVersion: number;
}

async function beginSession({ id, sessionVersion }: Known, browser: Browser) {
  return { id: String(id), sessionVersion, sessionId: await startSession(id, browser, new Date()) };
}

/** The row goes before the cookie: a copy of the cookie is worth nothing from now on. */
async function signOut({ sessionId }: Browser): Promise<void> {
  if (sessionId !== null) await within(() => endSession(sessionId, new Date()));
}

const spare = sparing();

/** What next-auth would print: strangers can bring it about, so it is one line a second, and none of their words. */
function noteTrouble(code: string, trouble: Error | { readonly error: Error }): void {
  const { name, message } = trouble instanceof Error ? trouble : trouble.error;
  spare((leftOut) => log.warn({ code, name, about: message, leftOut }, "next-auth refuses"));
}
