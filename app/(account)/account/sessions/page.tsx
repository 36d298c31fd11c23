import type { Metadata } from "next";
import { sessionsQuery } from "@/components/accounts/queries.ts";
import { Sessions } from "@/components/accounts/sessions.tsx";
import { listSessions } from "@/lib/accounts/list-sessions.ts";
import { firstRead, MemberPage } from "../../../first-data.tsx";

export const metadata: Metadata = { title: "登录设备" };

export default function SessionsPage() {
  return (
    <MemberPage reads={(member, now) => [firstRead(sessionsQuery(), () => listSessions(member, now))]}>
      <Sessions />
    </MemberPage>
  );
}
