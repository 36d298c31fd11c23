import type { Identity } from "../contracts/identity.ts";
import { customerIdSchema } from "../contracts/service-values.ts";
import { Commit, type Handle } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { insertIdentity, requireLinkable } from "./identity-parts.ts";
import { decideIdentity, nameOfNew, type Candidate, type Decision } from "./identity-rules.ts";
import { findCandidates } from "./identity-store.ts";
import { insertCustomer } from "./member-parts.ts";
import { audit, insertMember } from "./parts.ts";

/** Whose session may begin, or why none does. */
export type Identified =
  Pick<Candidate, "id" | "sessionVersion"> | { readonly refused: Extract<Decision, { kind: "refused" }>["refused"] };

/**
 * The member whom the product's provider means, made or linked where they come for the first time (docs/rules.md R161). Three
 * reads, and one commit the first time; of two who come at once with the same identity, the second finds what the first made.
 * Throws BUSY (503).
 */
export function identifyMember(identity: Identity, now: Date): Promise<Identified> {
  return retryOnConflict(async () => {
    const decision = decideIdentity(await findCandidates(identity), identity.email);
    switch (decision.kind) {
      case "refused":
        return { refused: decision.refused };
      case "known":
        return decision.member;
      case "link":
        await link(identity, decision, now);
        return decision.member;
      case "new":
        return make(identity, decision.email, now);
    }
  });
}

async function link(
  identity: Identity,
  { member: { id }, by }: Extract<Decision, { kind: "link" }>,
  now: Date,
): Promise<void> {
  const commit = new Commit("linkIdentity");
  const member = requireLinkable(commit, id, by === "address" ? identity.email : null);
  insertIdentity(commit, identity, member.ref("id"), now);
  if (by === "address") nameCustomer(commit, identity, member, now);
  audit(commit, "IDENTITY_LINKED", `member:${id}`, { by, issuer: identity.issuer }, { now, actor: `member:${id}` });
  await commit.run();
}

async function make(identity: Identity, email: string | null, now: Date) {
  const commit = new Commit("makeMemberOfIdentity");
  const name = nameOfNew(identity.name, email, identity.subject);
  const account = {
    email,
    passwordHash: null,
    name,
    role: "MEMBER",
    emailConfirmTime: email === null ? null : now,
  } as const;
  const member = insertMember(commit, account, now);
  insertIdentity(commit, identity, member.ref("id"), now);
  nameCustomer(commit, identity, member, now);
  const done = await commit.run();
  // As every account begins.
  return { id: done.one(member).id, sessionVersion: 1 };
}

/** The product's back end finds the same member by its own id, where the provider's word for them can be one. */
function nameCustomer(commit: Commit, identity: Identity, member: Handle<{ id: bigint }>, now: Date): void {
  const { subject, email, name } = identity;
  if (customerIdSchema.safeParse(subject).success) insertCustomer(commit, subject, member, { email, name }, now);
}
