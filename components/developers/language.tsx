"use client";

import { createContext, use, useState, type ReactNode } from "react";
import { LANGUAGES, type Language } from "./snippets/step.ts";

type Choice = readonly [language: Language, choose: (language: Language) => void];

const LanguageContext = createContext<Choice>([LANGUAGES[0], () => undefined]);

/** One choice of language for all the code inside. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const choice = useState<Language>(LANGUAGES[0]);
  return <LanguageContext value={choice}>{children}</LanguageContext>;
}

export function useLanguage(): Choice {
  return use(LanguageContext);
}
