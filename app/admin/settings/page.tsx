import type { Metadata } from "next";
import { OperatorTargets } from "@/components/admin/operator-targets.tsx";
import { operatorTargetsQuery, settingsQuery } from "@/components/admin/queries.ts";
import { Settings } from "@/components/admin/settings.tsx";
import { getSettings } from "@/lib/accounts/get-settings.ts";
import { listTargets } from "@/lib/operators/targets.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "设置" };

export default function SettingsPage() {
  return (
    <AdminPage
      permission="settings:manage"
      reads={() => [
        firstRead(settingsQuery(), () => getSettings()),
        firstRead(operatorTargetsQuery(), () => listTargets()),
      ]}
    >
      <Settings />
      <OperatorTargets />
    </AdminPage>
  );
}
