"use client";

import { Button, Skeleton } from "antd";
import type { ReactNode } from "react";
import { ApiError } from "../data/api-client.ts";
import { SignInLink } from "../accounts/sign-in-link.tsx";
import { LinkButton } from "./link-button.tsx";
import styles from "./page-state.module.css";

/** The three states of anything that is fetched, before it is there. */
export function Loading({ rows = 5, label = "正在读取" }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label}>
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.state}>
      <p className={styles.title}>{title}</p>
      {children}
    </div>
  );
}

/** Says what went wrong and what can be done: sign in again, go elsewhere, or try again. */
export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  return (
    <div className={styles.state} role="alert">
      <p className={styles.title}>{error instanceof ApiError ? error.message : "页面出了问题，请重试"}</p>
      <WayOut status={error instanceof ApiError ? error.status : 0} onRetry={onRetry} />
    </div>
  );
}

function WayOut({ status, onRetry }: { status: number; onRetry: (() => void) | undefined }) {
  if (status === 401) return <SignInLink>去登录</SignInLink>;
  // Asked again, the answer would be the same.
  if (status === 403 || status === 404) return <LinkButton href="/">回到商店</LinkButton>;
  return onRetry && <Button onClick={onRetry}>重试</Button>;
}
