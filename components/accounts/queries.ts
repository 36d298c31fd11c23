import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { getCsrfToken } from "next-auth/react";
import type { ChangePasswordBody, RegisterBody, ResetBody } from "@/lib/contracts/accounts.ts";
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

/** Where the product's provider lets its users in; where it cannot be reached, the sign-in page that says so. */
async function setOut(callbackUrl: string): Promise<string> {
  const csrfToken = (await getCsrfToken()) ?? "";
  const body = new URLSearchParams({ csrfToken, callbackUrl, json: "true" });
  const response = await send("/api/auth/signin/oidc", { method: "POST", body });
  if (!response.ok) throw await refusalOf(response);
  const { url } = (await response.json()) as { url: string };
  return url;
}

export function useSetOut() {
  return useMutation({ mutationFn: setOut });
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

/** The member's own account. */
export function accountQuery() {
  return queryOptions({ queryKey: ["account"], queryFn: ({ signal }) => api("GET /api/account", { signal }) });
}

export function useRequestConfirmation() {
  return useMutation({ mutationFn: () => api("POST /api/account/request-confirmation") });
}

export function useConfirmAddress() {
  return useMutation({ mutationFn: (token: string) => api("POST /api/account/confirm", { body: { token } }) });
}

export function useRequestReset() {
  return useMutation({ mutationFn: (email: string) => api("POST /api/account/request-reset", { body: { email } }) });
}

/** A member without a password asks for one. */
export function useRequestPassword() {
  return useMutation({ mutationFn: (email: string) => api("POST /api/account/request-password", { body: { email } }) });
}

export function useReset() {
  return useMutation({ mutationFn: (body: ResetBody) => api("POST /api/account/reset", { body }) });
}

/** This browser stays signed in, the others leave the list. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangePasswordBody) => api("POST /api/account/change-password", { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
}

/** What closing the account would take, asked for when somebody wants to know. */
export function closingQuery() {
  return queryOptions({
    queryKey: ["account", "closing"],
    queryFn: ({ signal }) => api("GET /api/account/closing", { signal }),
    staleTime: 0,
  });
}

export function useCloseAccount() {
  return useMutation({ mutationFn: (password: string) => api("POST /api/account/close", { body: { password } }) });
}
