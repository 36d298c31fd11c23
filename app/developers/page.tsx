import type { Metadata } from "next";
import { Developers } from "@/components/developers/developers.tsx";
import { showCatalog } from "@/lib/catalog/show-catalog.ts";
import { env } from "@/lib/env.ts";
import { MAX_JSON_BYTES } from "@/lib/http/body.ts";
import { SERVICE_KEY_LIMIT } from "@/lib/http/limits.ts";
import { serviceErrors } from "@/lib/http/openapi-errors.ts";

export const metadata: Metadata = { title: "开发者" };

export default async function DevelopersPage() {
  const { creditProducts } = await showCatalog();
  const place = { origin: env().appUrl, productId: creditProducts[0]?.id ?? 1 };
  const { points, seconds } = SERVICE_KEY_LIMIT;
  const limits = { requests: points, seconds, bodyKilobytes: MAX_JSON_BYTES / 1_024 };
  return <Developers place={place} codes={serviceErrors()} limits={limits} />;
}
