import { db, literal, truth } from "../db/database.ts";
import type { Candidate, Candidates } from "./identity-rules.ts";

/** By the unique keys of the three tables that know somebody. */
interface Asked {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
}

const members = db
  .selectFrom("umsMember as m")
  .select(["m.id", "m.role", "m.sessionVersion"])
  .select(({ eb }) => truth(eb("m.status", "=", literal("ACTIVE"))).as("isOpen"));

/** Three reads by unique keys. */
export async function findCandidates({ issuer, subject, email }: Asked): Promise<Candidates> {
  const known = members
    .innerJoin("umsIdentity as identity", "identity.memberId", "m.id")
    .where("identity.issuer", "=", issuer)
    .where("identity.subject", "=", subject);
  const customer = members
    .innerJoin("umsCustomer as customer", "customer.memberId", "m.id")
    .where("customer.externalId", "=", subject);
  const [theirs, named, holder] = await Promise.all([
    known.executeTakeFirst(),
    customer.executeTakeFirst(),
    email === null ? null : findHolder(issuer, email),
  ]);
  return { known: theirs ?? null, customer: named ?? null, holder };
}

/** An account that its member has closed has no address any more. */
async function findHolder(issuer: string, email: string): Promise<Candidates["holder"]> {
  const found = await members
    .leftJoin("umsCustomer as customer", "customer.memberId", "m.id")
    .leftJoin("umsIdentity as identity", (join) =>
      join.onRef("identity.memberId", "=", "m.id").on("identity.issuer", "=", issuer),
    )
    .select(["m.emailConfirmTime", "customer.externalId", "identity.subject"])
    .where("m.email", "=", email)
    .where("m.closeTime", "is", null)
    .executeTakeFirst();
  if (!found) return null;
  const { emailConfirmTime, externalId, subject, ...member } = found;
  const candidate: Candidate = member;
  return { ...candidate, isConfirmed: emailConfirmTime !== null, isAnother: externalId !== null || subject !== null };
}
