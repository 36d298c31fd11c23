import type { Metadata } from "next";
import { memberSearchQuery } from "@/components/admin/member-queries.ts";
import { MemberSearch } from "@/components/admin/member-search.tsx";
import { endpoints } from "@/lib/contracts/api.ts";
import { searchMembers } from "@/lib/membership/search-members.ts";
import { AdminPage, firstPageRead, questionOf } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "会员" };

export default async function AdminMembersPage({ searchParams }: { searchParams: SearchParams }) {
  const query = (await searchOf(searchParams)).get("query") ?? "";
  return (
    <AdminPage
      permission="members:read"
      reads={() => [
        firstPageRead(memberSearchQuery(query), async () =>
          searchMembers(questionOf(endpoints["GET /api/admin/members"].query, { query })),
        ),
      ]}
    >
      <MemberSearch />
    </AdminPage>
  );
}
