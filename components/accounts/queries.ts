import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { getCsrfToken } from "next-auth/react";
import type { RegisterBody } from "@/lib/contracts/accounts.ts";
import { AppError } from "@/lib/core/errors.ts";
import { api, ApiError, refusalOf, send } from "../data/api-client.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** next-auth's credentials call, made by hand because its own client cannot read our answer to too many tries. */
async function signIn({ email, password }: Credentials): Promise<void> {
  const csrfToken = (await getCsrfToken()) ?? "";
  const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
  const response = await send("/api/auth/callback/credentials", { method: "POST", body });
  if (response.ok) return;
  if (response.status !== 401) throw await refusalOf(response);
  throw new ApiError("BAD_CREDENTIALS", 401, new AppError("BAD_CREDENTIALS").message, [], null);
}

export function useSignIn() {
  return useMutation({ mutationFn: signIn });
}

/** Makes the account and signs it in. */
export function useRegister() {
  return useMutation({
    mutationFn: async (body: RegisterBody) => {
      await api("POST /api/register", { body });
      await signIn(body);
    },
  });
}

/** Where the member is signed in, the last used first. */
export function sessionsQuery() {
  return queryOptions({
    queryKey: ["sessions"],
    queryFn: ({ signal }) => api("GET /api/account/sessions", { signal }),
  });
}

/** Signs another browser of the member out. One that is out already only leaves the list. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string) => api("DELETE /api/account/sessions/[sessionId]", { params: { sessionId } }),
    onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
}

export function useEndOtherSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api("POST /api/account/sign-out-everywhere"),
    onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
}
