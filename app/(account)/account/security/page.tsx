import type { Metadata } from "next";
import { accountQuery } from "@/components/accounts/queries.ts";
import { Security } from "@/components/accounts/security.tsx";
import { showAccount } from "@/lib/accounts/show-account.ts";
import { firstRead, MemberPage } from "../../../first-data.tsx";

export const metadata: Metadata = { title: "账号安全" };

export default function SecurityPage() {
  return (
    <MemberPage reads={({ id }) => [firstRead(accountQuery(), () => showAccount(id))]}>
      <Security />
    </MemberPage>
  );
}
