import { Alert, Button } from "antd";
import type { ReactNode } from "react";
import { SignInLink } from "../accounts/sign-in-link.tsx";
import { ApiError, issueOf } from "../data/api-client.ts";
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

interface RefusalProps {
  error: Error;
  /** Said of anything but a server's answer. */
  otherwise: string;
  type?: "warning" | "error";
  /** Where signing in leads to; not given: to this page. */
  backTo?: string;
}

/** Why something was not done, and the way on where there is one. */
export function Refusal({ error, otherwise, type = "error", backTo }: RefusalProps) {
  if (!(error instanceof ApiError)) return <Callout type={type} title={otherwise} />;
  return <Callout type={type} title={refusalText(error)} action={<WayOn code={error.code} backTo={backTo} />} />;
}

function WayOn({ code, backTo }: { code: ApiError["code"]; backTo: string | undefined }) {
  if (code === "UNAUTHENTICATED") return <SignInLink backTo={backTo}>去登录</SignInLink>;
  return code === "OTHER_ACCOUNT" && <Button onClick={() => window.location.reload()}>刷新页面</Button>;
}

/** The server's sentence, with how long to wait where it said so. */
function refusalText({ message, retryAfter, code }: ApiError): string {
  return code === "TOO_MANY_REQUESTS" && retryAfter ? `${message}（${waitText(retryAfter)}后可再试）` : message;
}

function waitText(seconds: number): string {
  return seconds < 60 ? `${seconds} 秒` : `${Math.ceil(seconds / 60)} 分钟`;
}

interface OtherRefusalProps {
  error: Error | null;
  /** The fields of the form that show themselves what is wrong with them. */
  fields: readonly string[];
  otherwise: string;
}

/** The refusal of a form, unless one of its fields says it. */
export function OtherRefusal({ error, fields, otherwise }: OtherRefusalProps) {
  if (!error || fields.some((field) => issueOf(error, field))) return null;
  return <Refusal error={error} otherwise={otherwise} />;
}
