import type { MemberRow, SearchMembersQuery } from "../contracts/members.ts";
import { findMembers } from "./store.ts";
import { memberRow } from "./view.ts";

const MEMBERS_SHOWN = 20;

/** Members for the desk, newest first: those with this number, or whose address or name begins so; or all. One read. */
export async function listMembers(search: SearchMembersQuery): Promise<{ list: MemberRow[]; next: number | null }> {
  const after = search.after === undefined ? undefined : BigInt(search.after);
  const found = await findMembers({ text: search.query, after, limit: MEMBERS_SHOWN + 1 });
  const list = found.slice(0, MEMBERS_SHOWN).map(memberRow);
  return { list, next: found.length > MEMBERS_SHOWN ? list.at(-1)!.id : null };
}
