import { onMail } from "../core/wake.ts";
import { log } from "../log.ts";
import { sendPendingNotices } from "../notices/send-pending-notices.ts";

/**
 * From now on this process mails what it has committed as soon as it has. Where it is killed in between, or the server does
 * not take the mail, the next cron call finds it: the notices' own rows are the queue, and this only rings the bell.
 */
export function sendMailsAtOnce(): void {
  let isSending = false;
  let isMore = false;
  const send = async () => {
    isSending = true;
    do {
      isMore = false;
      await sendPendingNotices(new Date()).catch((error: unknown) =>
        log.error({ error }, "mails are left to the cron"),
      );
    } while (isMore);
    isSending = false;
  };
  onMail(() => {
    isMore = true;
    if (!isSending) void send();
  });
}
