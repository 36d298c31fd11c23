"use client";

import dynamic from "next/dynamic";
import { createContext, use, useCallback, useState, type ReactNode } from "react";
import type { Word } from "./word.ts";

type Say = (word: Word) => void;

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
