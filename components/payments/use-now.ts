import { useEffect, useState } from "react";
import { serverNow } from "../data/api-client.ts";

/** The server's time in ms, renewed every second. `first`: what it begins with, so that a page comes alive as it was drawn. */
export function useNow(first?: number): number {
  const [now, setNow] = useState(() => first ?? serverNow());
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
