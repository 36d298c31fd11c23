import type { AlipayAccount } from "../../lib/alipay-accounts.ts";

/** What the doctor says about one thing. */
export interface Finding {
  /** error: the product cannot work, or is unsafe. warning: should be checked. ok: nothing to do. */
  readonly level: "ok" | "warning" | "error";
  /** Chinese: what is so. */
  readonly what: string;
  /** Chinese: what to do about it. */
  readonly fix?: string;
}

export const ok = (what: string): Finding => ({ level: "ok", what });
export const warning = (what: string, fix: string): Finding => ({ level: "warning", what, fix });
export const error = (what: string, fix: string): Finding => ({ level: "error", what, fix });

/** What was found about one account, with its name where there are several. */
export function named(
  { appId }: AlipayAccount,
  accounts: readonly AlipayAccount[],
  findings: readonly Finding[],
): readonly Finding[] {
  if (accounts.length === 1) return findings;
  return findings.map((finding) => ({ ...finding, what: `应用 ${appId}：${finding.what}` }));
}

/** The words of whatever was thrown; Node hides the reason of a failed fetch in its cause. */
export function wordsOf(thrown: unknown): string {
  if (thrown instanceof AggregateError) return wordsOf(thrown.errors[0]);
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause ? wordsOf(thrown.cause) : thrown.message;
}
