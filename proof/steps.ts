/**
 * Loaded with --import into an instance that is to be killed: records every step with an external effect (a write to
 * the database, a call to Alipay), before and after. PROOF_STEPS takes the names down; the name in PROOF_KILL, if that
 * file is there, is where the process dies. It hooks the database driver and the socket, so the product has no code for
 * it.
 */
import { subscribe } from "node:diagnostics_channel";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import pg from "pg";

const { PROOF_STEPS: STEPS = "", PROOF_KILL: KILL = "" } = process.env;

const seen = new Map<string, number>();

/** Steps with the same name are numbered; removing the notes restarts the count. */
function step(name: string): void {
  if (!existsSync(STEPS)) seen.clear();
  const nth = (seen.get(name) ?? 0) + 1;
  seen.set(name, nth);
  const numbered = nth === 1 ? name : `${name} #${nth}`;
  appendFileSync(STEPS, `${numbered}\n`);
  // Not an exit: no handler runs, no buffer is flushed.
  if (existsSync(KILL) && readFileSync(KILL, "utf8") === numbered) process.kill(process.pid, "SIGKILL");
}

/** The part names of a commit, or the table of a single update; null for a read. */
function writeName(text: string): string | null {
  const parts = [...text.matchAll(/(?:^with |, )"([a-z0-9_]+)" as \((?:insert|update|delete)/g)].map(
    (match) => match[1],
  );
  if (parts.length > 0) return parts.join("+");
  // What a claim takes, it names first.
  const update = /^(?:with "due" as \(.+?\) )?update "(\w+)"/s.exec(text);
  return update ? `claim ${update[1]}` : null;
}

const query = pg.Client.prototype.query as (...args: unknown[]) => Promise<unknown>;

pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  const config = args[0] as { text?: string } | string;
  const name = writeName(typeof config === "string" ? config : (config.text ?? ""));
  if (!name) return query.apply(this, args);
  step(`before ${name}`);
  return query.apply(this, args).then((result) => {
    step(`after ${name}`);
    return result;
  });
} as typeof pg.Client.prototype.query;

interface Call {
  readonly request: { readonly path: string };
}

function callName({ request }: Call): string {
  return new URLSearchParams(request.path.split("?")[1]).get("method") ?? "";
}

subscribe("undici:request:create", (message) => step(`before ${callName(message as Call)}`));
subscribe("undici:request:trailers", (message) => step(`after ${callName(message as Call)}`));
