"use client";

import { Button, type ButtonProps } from "antd";
import { useRouter } from "next/navigation";
import type { MouseEvent, ReactNode } from "react";

interface LinkButtonProps {
  href: string;
  type?: NonNullable<ButtonProps["type"]>;
  size?: NonNullable<ButtonProps["size"]>;
  block?: boolean;
  children: ReactNode;
}

function opensElsewhere(event: MouseEvent): boolean {
  return event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
}

/** A link that looks like a button and stays a link: it opens in a new tab when asked to. */
export function LinkButton({ href, children, ...look }: LinkButtonProps) {
  const router = useRouter();
  return (
    <Button
      {...look}
      href={href}
      onClick={(event) => {
        if (opensElsewhere(event)) return;
        event.preventDefault();
        router.push(href);
      }}
    >
      {children}
    </Button>
  );
}
