import type { Metadata } from "next";
import { NoticeList } from "@/components/notices/notice-list.tsx";

export const metadata: Metadata = { title: "消息" };

export default function NoticesPage() {
  return <NoticeList />;
}
