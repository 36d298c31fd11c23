import type { Metadata } from "next";
import { ServiceKeys } from "@/components/admin/service-keys.tsx";

export const metadata: Metadata = { title: "服务密钥" };

export default function ServiceKeysPage() {
  return <ServiceKeys />;
}
