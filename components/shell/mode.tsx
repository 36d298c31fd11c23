"use client";

import { createContext, use, useEffect, useMemo, useState, type ReactNode } from "react";
import { modeClass, rememberMode, type Mode, type ModeChoice, type RememberedMode } from "./theme-mode.ts";

interface ModeState extends RememberedMode {
  readonly choose: (choice: ModeChoice) => void;
}

const ModeContext = createContext<ModeState | null>(null);

const systemIsDark = () => window.matchMedia("(prefers-color-scheme: dark)");

/** Holds the colour mode, writes it to `<html>`, and follows the system while the reader left it to the system. */
export function ModeProvider({ remembered, children }: { remembered: RememberedMode; children: ReactNode }) {
  const [choice, setChoice] = useState<ModeChoice>(remembered.choice);
  const [mode, setMode] = useState<Mode>(remembered.mode);

  useEffect(() => {
    const html = document.documentElement;
    html.dataset.mode = mode;
    html.className = modeClass(mode);
    rememberMode({ choice, mode });
  }, [choice, mode]);

  useEffect(() => {
    if (choice !== "system") return;
    const query = systemIsDark();
    const follow = () => setMode(query.matches ? "dark" : "light");
    // It may have changed after the page was drawn and before it came alive.
    follow();
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [choice]);

  const state = useMemo<ModeState>(
    () => ({
      choice,
      mode,
      choose: (next) => {
        setChoice(next);
        setMode(next === "system" ? (systemIsDark().matches ? "dark" : "light") : next);
      },
    }),
    [choice, mode],
  );
  return <ModeContext value={state}>{children}</ModeContext>;
}

export function useMode(): ModeState {
  const state = use(ModeContext);
  if (!state) throw new Error("useMode needs a ModeProvider");
  return state;
}
