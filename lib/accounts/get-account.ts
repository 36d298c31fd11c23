import { findMember, type Member } from "./store.ts";

export type { Member } from "./store.ts";

/** The member as the database knows them now, or null when there is none or the account is closed. One read. */
export async function getAccount(id: bigint): Promise<Member | null> {
  const member = await findMember(id);
  return member?.status === "ACTIVE" ? member : null;
}
