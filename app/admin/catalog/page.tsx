import type { Metadata } from "next";
import { CatalogDesk } from "@/components/catalog/catalog-desk.tsx";
import { plansQuery, productsQuery } from "@/components/catalog/desk-queries.ts";
import { listPlans, listProducts } from "@/lib/catalog/list-goods.ts";
import { AdminPage, firstRead } from "../../first-data.tsx";

export const metadata: Metadata = { title: "商品" };

export default function CatalogPage() {
  return (
    <AdminPage
      permission="catalogue:read"
      reads={() => [firstRead(productsQuery(), () => listProducts()), firstRead(plansQuery(), () => listPlans())]}
    >
      <CatalogDesk />
    </AdminPage>
  );
}
