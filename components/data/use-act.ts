"use client";

import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";

const ACT = ["act"] as const;

/**
 * Something that a person does at a server, once for each time that it is answered: pressed again while it is under way, nothing
 * is sent, whatever the button shows. Whoever asked hears the answer at once, and then what is shown of these rooms is read anew:
 * what was pressed may be gone by then, and after a refusal somebody else was first.
 */
export function useAct<Body, Answer>(
  act: (body: Body) => Promise<Answer>,
  rooms: readonly string[],
  options: { readonly gcTime?: number } = {},
) {
  const client = useQueryClient();
  const isUnderWay = useRef(false);
  const [isReading, setReading] = useState(false);
  const acting = useMutation({
    ...options,
    mutationKey: ACT,
    mutationFn: act,
    // Without a network it fails now, instead of being sent when nobody remembers it.
    networkMode: "always",
    onSettled: (_, error) => {
      const end = () => {
        isUnderWay.current = false;
        setReading(false);
      };
      const isRead = Promise.all(rooms.map((room) => client.invalidateQueries({ queryKey: [room] })));
      // Refused, it may be pressed again at once; done, not before the page shows that it is.
      if (error) return end();
      setReading(true);
      void isRead.finally(end);
    },
  });
  const mutate: typeof acting.mutate = (...given) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    acting.mutate(...given);
  };
  return { ...acting, isPending: acting.isPending || isReading, mutate };
}

/** Whether an act is under way: who looks away now would not see what came of it. */
export function useIsActing(): boolean {
  return useIsMutating({ mutationKey: ACT }) > 0;
}
