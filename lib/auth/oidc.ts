import type { CookiesOptions, Profile } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import type { SignInTrouble } from "../contracts/identity.ts";
import { discoveryOf, type OidcEnv } from "../oidc-settings.ts";

/** The product's provider among next-auth's: the last word of its addresses. */
export const OIDC = "oidc";

/** What it says of somebody; what of it can be used is decided elsewhere (lib/contracts/identity.ts). */
interface Claims extends Profile {
  readonly iss: string;
  readonly sub: string;
  readonly email_verified?: unknown;
}

/**
 * next-auth's own OAuth machinery: discovery, the code flow with PKCE, state and nonce, and the checks of the ID token. What
 * that token does not say of its user, as many do not, is asked of the provider, whose answer must be about the same one.
 */
export function oidcProvider({ issuer, clientId, clientSecret, name }: OidcEnv): OAuthConfig<Claims> {
  return {
    id: OIDC,
    name,
    type: "oauth",
    wellKnown: discoveryOf(issuer),
    clientId,
    clientSecret,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    authorization: { params: { scope: "openid email profile" } },
    userinfo: {
      request: async ({ client, tokens }) => {
        // next-auth calls this with the token set of openid-client, whose ID token is verified by then.
        const claims = (tokens as { claims(): Claims }).claims();
        if (claims.email !== undefined || !client.issuer.metadata.userinfo_endpoint) return claims;
        // An address and whether it is verified come from the same answer, or not at all.
        const { iss } = claims;
        return { ...claims, email_verified: false, ...(await client.userinfo<Claims>(tokens as never)), iss };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}

/** Over https the `__Host-` prefix keeps a neighbouring host from planting what it has begun in a browser of its own. */
function flowCookieName(what: string, secure: boolean): string {
  return `${secure ? "__Host-" : ""}zhangfang.oidc-${what}`;
}

/** A sign-in that is under way at the provider is forgotten after this long. */
const FLOW_SECONDS = 900;

/** The cookies of a sign-in that is under way. */
export function flowCookies(secure: boolean): Partial<CookiesOptions> {
  const options = { httpOnly: true, sameSite: "lax", path: "/", secure, maxAge: FLOW_SECONDS } as const;
  return {
    state: { name: flowCookieName("state", secure), options },
    nonce: { name: flowCookieName("nonce", secure), options },
    pkceCodeVerifier: { name: flowCookieName("verifier", secure), options },
  };
}

/** The headers by which a browser forgets a sign-in that came to nothing: each is tried once. */
export function forgetFlow(secure: boolean): string[] {
  const words = ["Path=/", "Max-Age=0", "HttpOnly", "SameSite=Lax", ...(secure ? ["Secure"] : [])];
  return Object.values(flowCookies(secure)).map(({ name }) => [`${name}=`, ...words].join("; "));
}

/** Whether an answer of next-auth sends the browser to the provider: it has begun to keep a state. */
export function hasSetOut(response: Response, secure: boolean): boolean {
  const begins = `${flowCookieName("state", secure)}=`;
  return response.headers.getSetCookie().some((cookie) => cookie.startsWith(begins));
}

/** The provider knows somebody whom we do not let in. */
export class SignInRefusal extends Error {
  override readonly name = "SignInRefusal";
  readonly trouble: SignInTrouble;

  constructor(trouble: SignInTrouble) {
    super(`a sign-in through the provider was refused: ${trouble}`);
    this.trouble = trouble;
  }
}
