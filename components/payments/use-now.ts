import { useEffect, useState } from "react";
import { serverNow } from "../data/api-client.ts";

/** The server's time in ms, renewed every second. */
export function useNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
