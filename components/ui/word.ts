import type { ReactNode } from "react";

/** Something that is said beside the page: a line that goes by itself, or a note that stays until it is closed or fades. */
export type Word =
  | { readonly tone: "success" | "warning" | "error"; readonly text: string }
  | { readonly tone: "note"; readonly key: string; readonly title: string; readonly description: ReactNode };
