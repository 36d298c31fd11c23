import { AsyncLocalStorage } from "node:async_hooks";

const attempts = new AsyncLocalStorage<{ trouble?: unknown }>();

/**
 * Runs next-auth's handler for one sign-in or sign-out. What broke in our own part of it is thrown as it is: next-auth would
 * answer it as a wrong password (401), or say that somebody is signed out whose session goes on.
 */
export async function attempt(handle: () => Promise<Response>): Promise<Response> {
  const attempt: { trouble?: unknown } = {};
  const response = await attempts.run(attempt, handle);
  if (attempt.trouble !== undefined) throw attempt.trouble;
  return response;
}

/** Runs our own part within such an attempt. */
export async function within<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const attempt = attempts.getStore();
    if (attempt) attempt.trouble = error;
    throw error;
  }
}
