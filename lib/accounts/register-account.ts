import type { z } from "zod";
import type { registerBody } from "../contracts/accounts.ts";
import { AppError } from "../core/errors.ts";
import { commit, CommitConflict } from "../db/commit.ts";
import type { MemberRole } from "../db/generated/enums.ts";
import { insertMember } from "./parts.ts";
import { hashPassword } from "./passwords.ts";

/** Makes an account and returns its id. Throws EMAIL_TAKEN (409). One statement, one commit. */
export async function registerAccount(
  input: z.output<typeof registerBody>,
  now: Date,
  role: MemberRole = "MEMBER",
): Promise<bigint> {
  const name = input.name ?? input.email.split("@")[0]!.slice(0, 50);
  const passwordHash = await hashPassword(input.password);
  try {
    const context = { now, actor: "operator" } as const;
    const touched = await commit([insertMember({ email: input.email, passwordHash, name, role }, context)]);
    return BigInt(touched.new_member![0]!.id as number);
  } catch (error) {
    throw error instanceof CommitConflict ? new AppError("EMAIL_TAKEN") : error;
  }
}
