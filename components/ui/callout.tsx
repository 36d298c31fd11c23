import { Alert } from "antd";
import type { ReactNode } from "react";
import { SignInLink } from "../accounts/sign-in-link.tsx";
import { ApiError } from "../data/api-client.ts";
import styles from "./callout.module.css";

interface CalloutProps {
  type: "warning" | "error" | "info";
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** A sentence that must not be missed, inside a page or a dialog. */
export function Callout({ type, title, children, action }: CalloutProps) {
  return (
    <div className={styles.callout}>
      <Alert type={type} showIcon title={title} description={children} action={action} />
    </div>
  );
}

/** Why something was not done, and the way on where there is one. `otherwise`: said of anything but a server's answer. */
export function Refusal({ error, otherwise }: { error: Error; otherwise: string }) {
  if (!(error instanceof ApiError)) return <Callout type="error" title={otherwise} />;
  const action = error.code === "UNAUTHENTICATED" ? <SignInLink>去登录</SignInLink> : undefined;
  return <Callout type="error" title={refusalText(error)} action={action} />;
}

/** The server's sentence, with how long to wait where it said so. */
function refusalText({ message, retryAfter, code }: ApiError): string {
  return code === "TOO_MANY_REQUESTS" && retryAfter ? `${message}（${waitText(retryAfter)}后可再试）` : message;
}

function waitText(seconds: number): string {
  return seconds < 60 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`;
}
