import { createHash } from "node:crypto";
import { pool } from "./client.ts";
import { asAnswer } from "./errors.ts";
import { Prisma } from "./generated/client.ts";

export type Sql = Prisma.Sql;
export const sql = Prisma.sql;
export const raw = Prisma.raw;
export const joinSql = Prisma.join;
export const noSql = Prisma.empty;

const names = new Map<string, string>();

/** A prepared statement per text: the server plans each shape once per connection. */
export function nameOf(text: string): string {
  let name = names.get(text);
  if (!name) {
    name = createHash("sha1").update(text).digest("base64url");
    names.set(text, name);
  }
  return name;
}

/** One statement, prepared. Throws BUSY in bad weather. */
export async function rows<Row>(statement: Sql): Promise<Row[]> {
  try {
    const { text, values } = statement;
    const result = await pool().query({ name: nameOf(text), text, values });
    return result.rows as Row[];
  } catch (error) {
    throw asAnswer(error);
  }
}

/** The first row of a statement, or null. */
export async function row<Row>(statement: Sql): Promise<Row | null> {
  return (await rows<Row>(statement))[0] ?? null;
}
