import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/link-button.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { Empty } from "@/components/ui/page-state.tsx";

export const metadata: Metadata = { title: "没有找到" };

export default function NotFoundPage() {
  return (
    <>
      <PageHead title="没有找到这一页" />
      <Empty title="地址可能写错了，或者这一页已经不在。">
        <LinkButton href="/">回到商店</LinkButton>
      </Empty>
    </>
  );
}
