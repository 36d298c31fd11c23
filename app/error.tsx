"use client";

import { PageHead } from "@/components/ui/page-head.tsx";
import { Failed } from "@/components/ui/page-state.tsx";

/** A page that could not be drawn. The server has logged why. */
export default function ErrorPage({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  return (
    <>
      <PageHead title="这一页没有打开" />
      <Failed error={error} onRetry={retry} />
    </>
  );
}
