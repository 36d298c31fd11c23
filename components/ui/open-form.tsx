"use client";

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useEffect, useEffectEvent, useRef } from "react";
import { refusalOf, send } from "../data/api-client.ts";
import { Refusal } from "./callout.tsx";

interface OpenFormProps {
  action: string;
  token: string;
  /** What the button does. */
  children: string;
}

/**
 * Opens what a link leads to, by a form that the page itself posts: whoever only fetches the page opens nothing. A browser posts
 * it as soon as somebody sees the page, and shows a button where it has no script, or where it did not succeed.
 */
export function OpenForm({ action, token, children }: OpenFormProps) {
  const opening = useMutation({
    mutationFn: () => post(action, token),
    // Not one more step back than the link itself.
    onSuccess: (address) => window.location.replace(address),
  });
  // What opens once must not be posted twice by a page that is drawn twice.
  const isBegun = useRef(false);
  const begin = useEffectEvent(() => {
    if (document.visibilityState !== "visible" || isBegun.current) return;
    isBegun.current = true;
    opening.mutate();
  });
  useEffect(() => {
    const end = new AbortController();
    document.addEventListener("visibilitychange", () => begin(), { signal: end.signal });
    begin();
    return () => end.abort();
  }, []);
  return (
    <form method="post" action={action}>
      {opening.error && <Refusal error={opening.error} otherwise="没有打开，请重试" />}
      <input type="hidden" name="token" value={token} />
      <Button
        type="primary"
        size="large"
        block
        htmlType="submit"
        loading={opening.isPending || opening.isSuccess}
        onClick={(event) => {
          event.preventDefault();
          isBegun.current = true;
          opening.mutate();
        }}
      >
        {opening.error ? "重试" : children}
      </Button>
    </form>
  );
}

/** By fetch, which says its origin also on a page that sends no referrer; a form does not. Where the browser goes on. */
async function post(action: string, token: string): Promise<string> {
  const response = await send(action, { method: "POST", body: new URLSearchParams({ token }) });
  if (!response.ok) throw await refusalOf(response);
  return response.url;
}
