import { z } from "zod";
import { emailSchema } from "./accounts.ts";

/** What the product's provider says of whoever signs in, once its tokens are verified (docs/rules.md R161). */
const claimsSchema = z.object({
  iss: z.string(),
  // As long as OpenID Connect allows, and of its characters.
  sub: z.string().regex(/^[\x20-\x7e]{1,255}$/),
  email: z.unknown().optional(),
  email_verified: z.unknown().optional(),
  name: z.unknown().optional(),
});

/** Somebody as the provider knows them. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  /** null: none, or one that the provider has not verified, which is worth nothing to us. */
  readonly email: string | null;
  readonly name: string | null;
}

/** null: not what a provider says of anybody. */
export function identityOf(claims: unknown): Identity | null {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  const { iss, sub, email, email_verified: isVerified, name } = parsed.data;
  const verified = isVerified === true ? emailSchema.safeParse(email).data : undefined;
  return { issuer: iss, subject: sub, email: verified ?? null, name: nameOf(name) };
}

/** A name as long as ours are, without characters that no name has. */
function nameOf(name: unknown): string | null {
  if (typeof name !== "string") return null;
  const plain = name.replace(/[\p{Cc}\p{Cs}]/gu, " ").trim();
  return [...plain].slice(0, 50).join("").trim() || null;
}

/**
 * Why a sign-in through the provider came to nothing. The word stands in the address of the sign-in page, which says it in a
 * sentence.
 */
export const SIGN_IN_TROUBLES = [
  // Whoever signs in has turned back at the provider.
  "cancelled",
  // The provider did not answer when somebody set out.
  "unavailable",
  // Everything that a browser or the provider may bring back that is not a sign-in.
  "failed",
  // The account is closed.
  "closed",
  // The account has a role at the desk, and signs in with its password.
  "staff",
  // Too many of these from one address.
  "limit",
  // Our own database does not answer.
  "busy",
] as const;
export type SignInTrouble = (typeof SIGN_IN_TROUBLES)[number];
