import type { Metadata } from "next";
import { MemberPageFile } from "@/components/admin/member-file.tsx";
import { memberFileQuery } from "@/components/admin/member-queries.ts";
import { endpoints } from "@/lib/contracts/api.ts";
import { inspectMember } from "@/lib/membership/inspect-member.ts";
import { AdminPage, firstRead, questionOf } from "../../../first-data.tsx";

export const metadata: Metadata = { title: "会员详情" };

export default async function AdminMemberPage({ params }: { params: Promise<{ memberId: string }> }) {
  const { memberId } = await params;
  return (
    <AdminPage
      permission="members:read"
      reads={(_, now) => [
        firstRead(memberFileQuery(memberId), async () =>
          inspectMember(
            BigInt(questionOf(endpoints["GET /api/admin/members/[memberId]"].params, { memberId }).memberId),
            now,
          ),
        ),
      ]}
    >
      <MemberPageFile memberId={memberId} />
    </AdminPage>
  );
}
