/** Who acts. It is written beside every change, so that history names somebody. */
export type Actor =
  `member:${bigint}` | `admin:${bigint}` | `service:${bigint}` | "guest" | "alipay" | "cron" | "operator";

/** What every verb gets from its caller: the one clock reading of this unit of work, and who asked for it. */
export interface Context {
  readonly now: Date;
  readonly actor: Actor;
}
