import type { Place } from "./place.ts";
import { HEALTHY_WITHIN_MS, isHealthy, type Service } from "./server.ts";

interface Serving {
  readonly service: Service;
  readonly port: number;
  /** How long it may take to its first answer. */
  readonly withinMs?: number;
}

/**
 * Switches to a release and looks whether it serves; goes back to the one before where it does not. Throws a sentence then.
 */
export async function goLive(place: Place, release: string, serving: Serving): Promise<void> {
  const before = await place.serving();
  await place.switchTo(release);
  const problem = await tryToServe(release, serving);
  if (problem === null) return;
  if (before === null) throw new Error(`新版本没有正常回答：${problem}。这是第一个版本，没有可以退回的。`);
  await place.switchTo(before);
  const again = await tryToServe(before, serving);
  throw new Error(
    again === null
      ? `新版本没有正常回答：${problem}。已经退回原来的版本，它正在服务。`
      : `新版本没有正常回答：${problem}。退回原来的版本也没有正常回答：${again}。请马上查看日志。`,
  );
}

/** null: it serves. */
async function tryToServe(
  release: string,
  { service, port, withinMs = HEALTHY_WITHIN_MS }: Serving,
): Promise<string | null> {
  try {
    const isGone = await service.restart();
    if (await isHealthy(release, port, isGone, withinMs)) return null;
    return isGone() ? "它自己退出了" : `${withinMs / 1_000} 秒内 127.0.0.1:${port} 的 /api/health?ready=1 没有回答 200`;
  } catch (error) {
    return (error as Error).message;
  }
}
