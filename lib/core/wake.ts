/** Who sends the mails of this process. Nobody, where none is told to: then the next cron call does. */
interface Listener {
  zhangfangMailSender?: () => void;
}

/** The server's start and its routes are bundled apart and share nothing but this. */
const shared = globalThis as typeof globalThis & Listener;

/** From now on `send` is called whenever this process has committed something that is to be mailed. It must not throw. */
export function onMail(send: () => void): void {
  shared.zhangfangMailSender = send;
}

/** Something that is to be mailed has been committed. */
export function wakeMail(): void {
  shared.zhangfangMailSender?.();
}
