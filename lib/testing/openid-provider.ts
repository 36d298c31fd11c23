import { generateKeyPairSync, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import Provider from "oidc-provider";

/** A user of the product, as its provider knows them. */
export interface ProductUser {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: unknown;
  readonly name?: string;
}

export interface Client {
  readonly id: string;
  readonly secret: string;
}

export const CLIENT: Client = { id: "zhangfang", secret: "test-only-secret-of-the-client" };
/** Another application of the same product. */
export const OTHER_CLIENT: Client = { id: "another-application", secret: "test-only-secret-of-another" };

/** The product's provider: oidc-provider. `returnTo`: the shop's address for the way back; `people`: who has signed in, by `sub`. */
export function openIdProvider(issuer: string, returnTo: string, people: ReadonlyMap<string, ProductUser>): Provider {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const client = ({ id, secret }: Client) => ({ client_id: id, client_secret: secret, redirect_uris: [returnTo] });
  return new Provider(issuer, {
    clients: [client(CLIENT), client(OTHER_CLIENT)],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig", kid: "one" }] },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    ttl: { Interaction: 600, Grant: 600, Session: 600, AccessToken: 600, IdToken: 600 },
    findAccount: (_: unknown, sub: string) => ({ accountId: sub, claims: () => people.get(sub) }),
  });
}

/** Its page to sign in comes to an end: this user is in, and has agreed; null: they turned back. */
export async function endInteraction(
  provider: Provider,
  user: ProductUser | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!user) return provider.interactionFinished(request, response, { error: "access_denied" });
  const { params } = await provider.interactionDetails(request, response);
  const grant = new provider.Grant({ accountId: user.sub, clientId: params.client_id });
  grant.addOIDCScope("openid email profile");
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { login: { accountId: user.sub }, consent });
}
