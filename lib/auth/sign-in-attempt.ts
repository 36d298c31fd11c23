import { AsyncLocalStorage } from "node:async_hooks";

const attempts = new AsyncLocalStorage<{ trouble?: unknown }>();

/**
 * Runs next-auth's handler for one sign-in. What broke while the password was being checked is thrown as it is, since
 * next-auth would answer it as a wrong password (401).
 */
export async function attemptSignIn(handle: () => Promise<Response>): Promise<Response> {
  const attempt: { trouble?: unknown } = {};
  const response = await attempts.run(attempt, handle);
  if (attempt.trouble !== undefined) throw attempt.trouble;
  return response;
}

/** Runs the check of a password within such an attempt. */
export async function checkWithin<Result>(check: () => Promise<Result>): Promise<Result> {
  try {
    return await check();
  } catch (error) {
    const attempt = attempts.getStore();
    if (attempt) attempt.trouble = error;
    throw error;
  }
}
