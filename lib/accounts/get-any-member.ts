import { AppError } from "../core/errors.ts";
import { findAnyMember, type AnyMember } from "./store.ts";

/** Anybody, open or closed, for the desk. One read. Throws NOT_FOUND (404). */
export async function getAnyMember(id: bigint): Promise<AnyMember> {
  const member = await findAnyMember(id);
  if (!member) throw new AppError("NOT_FOUND");
  return member;
}
