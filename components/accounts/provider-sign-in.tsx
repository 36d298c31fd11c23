"use client";

import { Button, Divider } from "antd";
import type { SignInTrouble } from "@/lib/contracts/identity.ts";
import { useVisit } from "../shell/visit.tsx";
import { Callout, Refusal } from "../ui/callout.tsx";
import { useSetOut } from "./queries.ts";

interface ProviderSignInProps {
  /** A path of ours, where to go on. */
  callbackUrl: string;
  /** Why the last try came to nothing. */
  trouble: SignInTrouble | null;
}

/** Signing in with the account that somebody has in the product itself. Nothing where the product has no provider. */
export function ProviderSignIn({ callbackUrl, trouble }: ProviderSignInProps) {
  const { providerName } = useVisit();
  const settingOut = useSetOut();
  if (providerName === null) return null;
  // The provider's page takes the place of this one.
  const go = () => settingOut.mutate(callbackUrl, { onSuccess: (url) => window.location.assign(url) });
  const { error, isPending } = settingOut;
  return (
    <>
      {trouble && !error && <Callout type="warning" title={sentenceOf(trouble, providerName)} />}
      {error && <Refusal error={error} otherwise="没有连上，请重试" />}
      <Button size="large" block loading={isPending} onClick={go}>
        <span>
          用 <span translate="no">{providerName}</span> 账户登录
        </span>
      </Button>
      <Divider plain>或者用邮箱</Divider>
    </>
  );
}

function sentenceOf(trouble: SignInTrouble, name: string): string {
  switch (trouble) {
    case "cancelled":
      return `没有登录：在 ${name} 那边取消了。`;
    case "unavailable":
      return `现在连不上 ${name} 的登录服务，请稍后再试，或者用邮箱登录。`;
    case "failed":
      return "这次登录没有完成，请再试一次。";
    case "closed":
      return "这个账户已经关闭，不能登录。";
    case "staff":
      return "商店的工作人员请用邮箱和密码登录。";
    case "limit":
      return "试得太频繁，请过几分钟再试，或者用邮箱登录。";
    case "busy":
      return "系统繁忙，请稍后再试。";
  }
}
