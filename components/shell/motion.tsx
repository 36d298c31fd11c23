"use client";

import { Provider } from "@rc-component/motion";
import { useSyncExternalStore, type ReactNode } from "react";

const preference = () => window.matchMedia("(prefers-reduced-motion: reduce)");

function follow(changed: () => void): () => void {
  const query = preference();
  query.addEventListener("change", changed);
  return () => query.removeEventListener("change", changed);
}

/**
 * Stills antd for whoever asked their system for less motion, so that it waits for no movement that the style sheet has
 * taken away. Not by antd's own `motion` token: with it the whole page would be built a second time.
 */
export function Motion({ children }: { children: ReactNode }) {
  const isReduced = useSyncExternalStore(
    follow,
    () => preference().matches,
    () => false,
  );
  return <Provider motion={!isReduced}>{children}</Provider>;
}
