import { Shop } from "@/components/catalog/shop.tsx";
import { listCatalog } from "@/lib/catalog/list-catalog.ts";

export default async function ShopPage({ searchParams }: { searchParams: Promise<{ buy?: string | string[] }> }) {
  const { buy } = await searchParams;
  return <Shop catalog={await listCatalog()} wanted={typeof buy === "string" ? buy : null} />;
}
