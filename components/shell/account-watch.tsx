"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { ApiError } from "../data/api-client.ts";
import { unreadQuery } from "../notices/queries.ts";
import { useSay } from "../ui/say.tsx";
import { useMember } from "./member.tsx";
import { useReturn } from "./use-return.ts";

/** Left by a page for the one that takes its place. */
const MARK = "other-account";

/**
 * Another tab may have signed out and in as somebody else. The server refuses what a page asks that was drawn for another
 * member; a page that is told so while it reads is drawn anew, and says whose it is now. It asks whenever the reader comes
 * back to it. What the reader does is refused with a word beside the button (Refusal).
 */
export function AccountWatch() {
  const client = useQueryClient();
  const member = useMember();
  useReturn(() => {
    // A return is said by several events at once.
    if (member) void client.invalidateQueries({ queryKey: unreadQuery().queryKey }, { cancelRefetch: false });
  });
  useEffect(
    () =>
      client.getQueryCache().subscribe(({ query }) => {
        if (isOtherAccount(query.state.error)) drawAnew();
      }),
    [client],
  );
  useSayWhose(member?.email ?? member?.name);
  return null;
}

function isOtherAccount(error: Error | null): boolean {
  return error instanceof ApiError && error.code === "OTHER_ACCOUNT";
}

function drawAnew(): void {
  sessionStorage.setItem(MARK, "yes");
  window.location.reload();
}

function useSayWhose(whose: string | undefined): void {
  const say = useSay();
  const begin = useEffectEvent(() => {
    if (sessionStorage.getItem(MARK) === null) return;
    sessionStorage.removeItem(MARK);
    if (whose) say({ tone: "note", key: MARK, title: "登录的账户变了", description: `这一页已换成 ${whose} 的内容。` });
  });
  useEffect(() => begin(), []);
}
