import { mailLinks } from "../accounts/mail-links.ts";
import type { RunReport } from "../core/batch.ts";
import { onMail } from "../core/wake.ts";
import { log } from "../log.ts";
import { sendNoticesOf } from "../notices/send-pending-notices.ts";
import { MAIL_RANKS } from "../notices/rules.ts";

/** The queues of mails, each with senders of its own: a run of one never waits for another. */
const QUEUES: readonly ((now: Date) => Promise<RunReport>)[] = [
  mailLinks,
  ...MAIL_RANKS.map((rank) => (now: Date) => sendNoticesOf(rank, now)),
];

/**
 * From now on this process mails what it has committed as soon as it has. Where it is killed in between, or the server does
 * not take the mail, the next cron call finds it: the rows are the queues, and this only rings the bell.
 */
export function sendMailsAtOnce(): void {
  const bells = QUEUES.map(bellOf);
  onMail(() => {
    for (const ring of bells) ring();
  });
}

/** Rung while it sends, it looks again afterwards; and where a run's time was too short for what it could send. */
function bellOf(send: (now: Date) => Promise<RunReport>): () => void {
  let isSending = false;
  let isMore = false;
  const work = async () => {
    isSending = true;
    do {
      isMore = false;
      try {
        const { done, left } = await send(new Date());
        if (done > 0 && left > 0) isMore = true;
      } catch (error) {
        log.error({ error }, "mails are left to the cron");
      }
    } while (isMore);
    isSending = false;
  };
  return () => {
    isMore = true;
    if (!isSending) void work();
  };
}
