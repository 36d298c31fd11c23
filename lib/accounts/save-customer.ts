import type { PutCustomerBody } from "../contracts/service-customers.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { changeCustomer, insertCustomer } from "./member-parts.ts";
import { insertMember } from "./parts.ts";
import { shownName } from "./rules.ts";
import { findCustomer, type Customer } from "./store.ts";

/**
 * Makes a member of the product's user, or notes what the product says of one it made before; what is not given stays as it
 * is (docs/rules.md R137). One read, and one commit where anything changes. Of two that make the same customer at once, one
 * does: the other finds it.
 * @returns whether it was made now
 */
export function saveCustomer(customerId: string, given: PutCustomerBody, { now }: Context): Promise<boolean> {
  return retryOnConflict(async () => {
    const known = await findCustomer(customerId);
    await (known ? change(known, given) : make(customerId, given, now));
    return known === null;
  });
}

async function make(customerId: string, { email = null, name = null }: PutCustomerBody, now: Date): Promise<void> {
  const commit = new Commit("makeCustomer");
  const nobody = { email: null, passwordHash: null, role: "MEMBER", emailConfirmTime: null } as const;
  const member = insertMember(commit, { ...nobody, name: shownName(customerId, name) }, now);
  insertCustomer(commit, customerId, member, { email, name }, now);
  await commit.run();
}

async function change(known: Customer, { email = known.email, name = known.name }: PutCustomerBody): Promise<void> {
  if (email === known.email && name === known.name) return;
  const commit = new Commit("changeCustomer");
  changeCustomer(commit, known.memberId, { email, name }, shownName(known.customerId, name));
  await commit.run();
}
