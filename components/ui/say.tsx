"use client";

import dynamic from "next/dynamic";
import { createContext, use, useCallback, useState, type ReactNode } from "react";

/** Something that is said beside the page: a line that goes by itself, or a note that stays until it is closed or fades. */
export type Word =
  | { readonly tone: "success" | "warning" | "error"; readonly text: string }
  | { readonly tone: "note"; readonly key: string; readonly title: string; readonly description: ReactNode };

export type Say = (word: Word) => void;

const SayContext = createContext<Say | null>(null);

/** Most visits say nothing, so what shows the words comes with the first of them. */
const Speaker = dynamic(() => import("./speaker.tsx").then((module) => module.Speaker), { ssr: false });

export function SayProvider({ children }: { children: ReactNode }) {
  const [words, setWords] = useState<readonly Word[]>([]);
  const say = useCallback<Say>((word) => setWords((said) => [...said, word]), []);
  return (
    <SayContext value={say}>
      {children}
      {words.length > 0 && <Speaker words={words} />}
    </SayContext>
  );
}

export function useSay(): Say {
  const say = use(SayContext);
  if (!say) throw new Error("useSay needs a SayProvider");
  return say;
}
