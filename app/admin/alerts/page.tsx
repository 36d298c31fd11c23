import type { Metadata } from "next";
import { AlertList } from "@/components/admin/alert-list.tsx";

export const metadata: Metadata = { title: "待办提醒" };

export default function AlertsPage() {
  return <AlertList />;
}
