import type { Metadata } from "next";
import { NoticeList } from "@/components/notices/notice-list.tsx";
import { NOTICES_PER_PAGE, noticesQuery } from "@/components/notices/queries.ts";
import { pageNumOf } from "@/components/ui/page-number.ts";
import { listNotices } from "@/lib/notices/list-notices.ts";
import { firstRead, MemberPage } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "消息" };

export default async function NoticesPage({ searchParams }: { searchParams: SearchParams }) {
  const pageNum = pageNumOf(await searchOf(searchParams));
  return (
    <MemberPage
      portal
      reads={({ id }) => [
        firstRead(noticesQuery(pageNum), () => listNotices(id, { pageNum, pageSize: NOTICES_PER_PAGE })),
      ]}
    >
      <NoticeList />
    </MemberPage>
  );
}
