/** Who sends the mails of this process, and who looks for events. Nobody, where none is told to: then the next cron call does. */
interface Listeners {
  zhangfangMailSender?: () => void;
  zhangfangEventSender?: () => void;
}

/** The server's start and its routes are bundled apart and share nothing but this. */
const shared = globalThis as typeof globalThis & Listeners;

/** From now on `send` is called whenever this process has committed something that is to be mailed. It must not throw. */
export function onMail(send: () => void): void {
  shared.zhangfangMailSender = send;
}

/** Something that is to be mailed has been committed. */
export function wakeMail(): void {
  shared.zhangfangMailSender?.();
}

/** From now on `look` is called whenever this process has committed anything: any commit may have its events. It must not throw. */
export function onCommit(look: () => void): void {
  shared.zhangfangEventSender = look;
}

/** Something has been committed. */
export function wakeEvents(): void {
  shared.zhangfangEventSender?.();
}
