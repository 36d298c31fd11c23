import { registerAccount } from "../lib/accounts/register-account.ts";
import { AppError } from "../lib/core/errors.ts";
import type { MemberRole } from "../lib/core/roles.ts";
import { DEMO_ACCOUNTS } from "../scripts/demo-accounts.ts";

/** Adds the demo accounts that are not there yet, and returns their ids by their role. */
export async function addDemoAccounts(now: Date): Promise<ReadonlyMap<MemberRole, bigint>> {
  const added = new Map<MemberRole, bigint>();
  for (const { email, password, name, role } of DEMO_ACCOUNTS)
    try {
      added.set(role, await registerAccount({ email, password, name }, now, role));
    } catch (error) {
      if (!(error instanceof AppError && error.code === "EMAIL_TAKEN")) throw error;
    }
  return added;
}
