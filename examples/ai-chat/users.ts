/** The product's own users, in its own database file. */
import { randomUUID } from "node:crypto";
import { DatabaseSync } from "node:sqlite";

const db = new DatabaseSync(process.env.CHAT_DATABASE ?? "chat.sqlite");
db.exec(`
  create table if not exists users (id text primary key, name text not null unique, token text not null unique);
  create table if not exists messages (user_id text not null, said text not null, answered text not null);
  create table if not exists purchases (id text primary key, user_id text not null);
`);

export interface User {
  readonly id: string;
  readonly name: string;
  /** What their cookie says. */
  readonly token: string;
}

/** A toy: whoever says a name is that user. */
export function signIn(name: string): User {
  db.prepare("insert into users values (?, ?, ?) on conflict (name) do nothing").run(randomUUID(), name, randomUUID());
  return db.prepare("select * from users where name = ?").get(name) as unknown as User;
}

export function userBy(token: string): User | null {
  return (db.prepare("select * from users where token = ?").get(token) as unknown as User | undefined) ?? null;
}

export function keepMessage(userId: string, said: string, answered: string): void {
  db.prepare("insert into messages values (?, ?, ?)").run(userId, said, answered);
}

/** The same event may come twice. */
export function keepPurchase(eventId: string, userId: string): void {
  db.prepare("insert into purchases values (?, ?) on conflict (id) do nothing").run(eventId, userId);
}

export function purchasesOf(userId: string): number {
  return (db.prepare("select count(*) as count from purchases where user_id = ?").get(userId) as { count: number })
    .count;
}
