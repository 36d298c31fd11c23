import { NOBODYS_HASH, passwordMatches } from "./passwords.ts";
import { findMemberByEmail, type Member } from "./store.ts";

/**
 * The member whose password this is, or null: unknown address, wrong password, no password at all and closed account return
 * the same and take the same time.
 */
export async function verifyCredentials(email: string, password: string): Promise<Member | null> {
  const member = await findMemberByEmail(email);
  const matches = await passwordMatches(password, member?.passwordHash ?? NOBODYS_HASH);
  return member?.passwordHash && matches && member.status === "ACTIVE" ? member : null;
}
