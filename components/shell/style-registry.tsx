"use client";

import { createCache, extractStyle, StyleProvider } from "@ant-design/cssinjs";
import { useServerInsertedHTML } from "next/navigation";
import { useRef, useState, type ReactNode } from "react";

/**
 * Sends antd's styles with the HTML that needs them, under the page's nonce (@ant-design/nextjs-registry sets none). A
 * later part of the page that brought new ones sends all of them again: the browser takes the last list for the whole.
 */
export function StyleRegistry({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [cache] = useState(() => createCache());
  const sent = useRef("");
  useServerInsertedHTML(() => {
    const css = extractStyle(cache, { plain: true });
    if (css === sent.current) return null;
    sent.current = css;
    return <style nonce={nonce} data-antd dangerouslySetInnerHTML={{ __html: css }} />;
  });
  return <StyleProvider cache={cache}>{children}</StyleProvider>;
}
