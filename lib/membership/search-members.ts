import { listMembers } from "../accounts/list-members.ts";
import type { FoundMembers, SearchMembersQuery } from "../contracts/members.ts";
import { listPendingAdjustments } from "../credits/list-adjustments.ts";

/** The desk's list of members, and on its first page the credits that wait for a second admin. Two reads side by side. */
export async function searchMembers(search: SearchMembersQuery): Promise<FoundMembers> {
  const [found, waiting] = await Promise.all([
    listMembers(search),
    search.after === undefined ? listPendingAdjustments() : [],
  ]);
  return { ...found, waiting };
}
