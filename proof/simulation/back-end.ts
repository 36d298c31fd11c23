import { hashOfKey, newSecretKey } from "../../lib/accounts/secret-keys.ts";
import type { Database } from "./database.ts";
import type { Findings } from "./findings.ts";
import { ask, type Answer } from "./person.ts";

/** The product's own id of a member (newPerson). */
const customerOf = (memberId: bigint) => `user:${memberId}`;

/** The product's own back end, which spends its members' credits with a service key. */
export class BackEnd {
  readonly #key: string;
  readonly #origin: string;
  readonly #findings: Findings;

  private constructor(key: string, origin: string, findings: Findings) {
    [this.#key, this.#origin, this.#findings] = [key, origin, findings];
  }

  /** With a key that this admin made. */
  static async open(database: Database, adminId: bigint, origin: string, findings: Findings): Promise<BackEnd> {
    const key = newSecretKey();
    await database.ask(
      "insert into sys_service_key (name, key_hash, created_by, scopes) values ('模拟', $1, $2, '{credits}')",
      [hashOfKey(key), adminId],
    );
    return new BackEnd(key, origin, findings);
  }

  /** Asks about a customer. `data`: the answer, which has no envelope. */
  async post(path: string, memberId: bigint, about: object, key: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.#key}` };
    const body = { customerId: customerOf(memberId), ...about };
    const answer = await ask(this.#origin + path, this.#findings, { method: "POST", body, key, headers });
    return { ...answer, data: answer.status === 200 ? (JSON.parse(answer.text) as Answer["data"]) : null };
  }
}
