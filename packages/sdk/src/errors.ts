import type { Problem } from "./schema.ts";

/** Why a call failed: what 账房 answered, or why there is no answer (NETWORK, TIMEOUT) or none that can be read (BAD_ANSWER). */
export type ErrorCode = Problem["code"] | "NETWORK" | "TIMEOUT" | "BAD_ANSWER";

/** One field that was refused, and why. */
export interface Issue {
  readonly field: string;
  readonly message: string;
}

interface Facts {
  readonly status?: number | undefined;
  readonly issues?: readonly Issue[] | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** A call that failed after all its tries. `code` is one of a closed list, so a switch over it can be complete. */
export class ZhangfangError extends Error {
  override readonly name = "ZhangfangError";
  readonly code: ErrorCode;
  /** Of the answer; 0 where there is none. */
  readonly status: number;
  readonly issues: readonly Issue[];
  /** What to name to whoever runs 账房: its log has the same. */
  readonly requestId: string | null;
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, message: string, facts: Facts = {}) {
    super(message, { cause: facts.cause });
    this.code = code;
    this.status = facts.status ?? 0;
    this.issues = facts.issues ?? [];
    this.requestId = facts.requestId ?? null;
    this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
  }
}
