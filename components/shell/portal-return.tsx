"use client";

import { ProductLink } from "../ui/product-link.tsx";
import { useVisit } from "./visit.tsx";

/** Back to the product that the reader came from, on every page of the portal. */
export function PortalReturn() {
  const { portal } = useVisit();
  return portal?.returnUrl && <ProductLink href={portal.returnUrl} />;
}
