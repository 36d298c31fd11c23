import type { Metadata } from "next";
import { PortalDoor } from "@/components/accounts/portal-door.tsx";
import { lookAtPortalLink } from "@/lib/accounts/use-portal-link.ts";
import { HostedPage } from "../../hosted-page.tsx";

export const metadata: Metadata = { title: "我的订单与积分", robots: { index: false, follow: false } };

/** The address of a link to the portal. To look at it uses nothing: its page posts a form for that. */
export default async function PortalDoorPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { isOpen = false, returnUrl = null } = (await lookAtPortalLink(token, new Date())) ?? {};
  return (
    <HostedPage>
      <PortalDoor token={isOpen ? token : null} returnUrl={returnUrl} />
    </HostedPage>
  );
}
