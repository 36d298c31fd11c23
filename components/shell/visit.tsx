"use client";

import { createContext, use, type ReactNode } from "react";
import type { Webview } from "@/lib/core/webview.ts";

/** What a visit comes by, as the server read it from the request; so the first HTML is right already. */
export interface Visit {
  /** The page stands inside a program where Alipay's cashier does not open; null: it opens. */
  readonly webview: Webview | null;
  readonly isPhone: boolean;
  /** This visit gets the channel's phone cashier. */
  readonly hasPhoneCashier: boolean;
  /** The shop sends mail: a forgotten password can be set anew. */
  readonly canMail: boolean;
  /** What people call the product whose accounts sign in here too; null: none do. */
  readonly providerName: string | null;
  /** A link of the product's has brought the reader, who has not signed in; `returnUrl`: where they came from. */
  readonly portal: { readonly returnUrl: string | null } | null;
  /** The public address of the shop, without a path: "https://shop.example". */
  readonly shopUrl: string;
}

const VisitContext = createContext<Visit | null>(null);

export function VisitProvider({ visit, children }: { visit: Visit; children: ReactNode }) {
  return <VisitContext value={visit}>{children}</VisitContext>;
}

export function useVisit(): Visit {
  const visit = use(VisitContext);
  if (!visit) throw new Error("useVisit needs a VisitProvider");
  return visit;
}
