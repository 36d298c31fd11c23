"use client";

import { message, notification } from "antd";
import { useEffect, useRef } from "react";
import type { Word } from "./word.ts";

/** Shows each word once. */
export function Speaker({ words }: { words: readonly Word[] }) {
  const [lines, lineHolder] = message.useMessage();
  const [notes, noteHolder] = notification.useNotification();
  const said = useRef(0);
  useEffect(() => {
    for (const word of words.slice(said.current))
      if (word.tone === "note") notes.info({ key: word.key, title: word.title, description: word.description });
      else void lines[word.tone](word.text);
    said.current = words.length;
  }, [words, lines, notes]);
  return (
    <>
      {lineHolder}
      {noteHolder}
    </>
  );
}
