import type { ReactNode } from "react";
import { supportQuery } from "@/components/data/support.ts";
import { getSettings } from "@/lib/accounts/get-settings.ts";
import { FirstData, firstRead, type FirstRead } from "./first-data.tsx";

/** A page that a product sends its customers to; nobody is signed in on it. It says where a person helps. */
export function HostedPage({ reads = [], children }: { reads?: readonly FirstRead[]; children: ReactNode }) {
  const support = firstRead(supportQuery(), async () => ({ contact: (await getSettings()).supportContact }));
  return <FirstData reads={[support, ...reads]}>{children}</FirstData>;
}
