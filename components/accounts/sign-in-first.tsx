"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";
import { SignInLink } from "./sign-in-link.tsx";
import { currentPath, signInPath } from "./sign-in-path.ts";

/** Goes to the sign-in page at once; the button is for whoever comes back from there without having signed in. */
export function SignInFirst() {
  const router = useRouter();
  useEffect(() => router.replace(signInPath(currentPath())), [router]);
  return (
    <>
      <PageHead title="请先登录" />
      <Empty title="登录后才能查看这一页。">
        <SignInLink>去登录</SignInLink>
      </Empty>
    </>
  );
}
