import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  type DataTag,
  type InfiniteData,
  type QueryKey,
} from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import type { z } from "zod";
import { PortalClosed } from "@/components/accounts/portal-closed.tsx";
import { SignInFirst } from "@/components/accounts/sign-in-first.tsx";
import { NotThere } from "@/components/ui/not-there.tsx";
import type { Member } from "@/lib/auth/session.ts";
import { AppError } from "@/lib/core/errors.ts";
import { may, type Permission } from "@/lib/core/roles.ts";
import { log } from "@/lib/log.ts";
import { currentMember } from "./current-member.ts";

/** A question that the browser would ask first, and how it is answered here. */
export interface FirstRead {
  readonly queryKey: QueryKey;
  readonly read: () => Promise<unknown>;
  /** What the browser keeps of the answer. */
  readonly keep: (answer: unknown) => unknown;
}

/** `query`: the browser's own query. `read`: the verb of the route that the query asks. */
export function firstRead<Data, Failure>(
  query: { readonly queryKey: DataTag<QueryKey, Data, Failure> },
  read: () => Promise<Data>,
): FirstRead {
  return { queryKey: query.queryKey, read, keep: (answer) => answer };
}

/** The same for a list that goes on: `read` answers its first page. */
export function firstPageRead<Data, Place, Failure>(
  query: { readonly queryKey: DataTag<QueryKey, InfiniteData<Data, Place>, Failure>; readonly initialPageParam: Place },
  read: () => Promise<Data>,
): FirstRead {
  const { queryKey, initialPageParam } = query;
  return { queryKey, read, keep: (answer) => ({ pages: [answer], pageParams: [initialPageParam] }) };
}

/** What the route would take from the address. Throws VALIDATION_FAILED (400) where the route would. */
export function questionOf<Schema extends z.ZodType>(schema: Schema, words: object): z.output<Schema> {
  const parsed = schema.safeParse(words);
  if (!parsed.success) throw new AppError("VALIDATION_FAILED");
  return parsed.data;
}

/**
 * Reads what the page shows before the page is drawn, and hands it to the browser as answered queries, so that the first
 * HTML has it and the browser does not ask again. What is not there (404) takes the place of the page. Any other refusal
 * and every failure leave the query open: the browser asks, and shows what it is told; a failure is logged.
 */
export async function FirstData({ reads, children }: { reads: readonly FirstRead[]; children: ReactNode }) {
  const client = new QueryClient();
  const refusals = await Promise.all(reads.map((one) => answer(client, one)));
  const missing = refusals.find((refusal) => refusal?.status === 404);
  if (missing) return <NotThere title={missing.message} />;
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}

/** null: answered, or failed. */
async function answer(client: QueryClient, { queryKey, read, keep }: FirstRead): Promise<AppError | null> {
  try {
    client.setQueryData(queryKey, keep(overTheWire(await read())));
    return null;
  } catch (error) {
    if (error instanceof AppError && error.status < 500) return error;
    log.error({ queryKey, error }, "a page was drawn without its data");
    return null;
  }
}

/** The same JSON that the route answers with. */
function overTheWire(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data ?? null));
}

interface PageProps {
  /** `now`: one clock reading for the whole page. */
  readonly reads: (member: Member, now: Date) => readonly FirstRead[];
  readonly children: ReactNode;
}

/**
 * A page of whoever is signed in; a stranger is led to the sign-in page and back. `portal`: also of whom a product has brought, to whom
 * every other page is closed (docs/rules.md R156).
 */
export async function MemberPage({ portal = false, reads, children }: PageProps & { portal?: boolean }) {
  const member = await currentMember();
  if (!member) return <SignInFirst />;
  if (member.kind === "PORTAL" && !portal) return <PortalClosed />;
  return <FirstData reads={reads(member, new Date())}>{children}</FirstData>;
}

/** A page of the desk. For whose role may not see it, it does not exist. */
export async function AdminPage({ permission, reads, children }: PageProps & { permission: Permission }) {
  const member = await currentMember();
  if (!member) return <SignInFirst />;
  if (!may(member.role, permission)) notFound();
  return <FirstData reads={reads(member, new Date())}>{children}</FirstData>;
}
