import { createServer } from "node:net";

/** A port of 127.0.0.1 that nobody listens on now. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Whether nobody listens on the port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await listenOnce(port);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    return false;
  }
}

/** Throws a sentence when somebody listens on the port of 127.0.0.1 already. */
export async function requireFreePort(port: number, variable: string): Promise<void> {
  if (await isFree(port)) return;
  throw new Error(
    `端口 ${port} 已被占用：请停掉占用它的程序，或者换一个端口，例如 ${variable}=${port + 1} npm run demo`,
  );
}

/** Reads a port from the environment. Throws a sentence for anything that is none. */
export function portFrom(variable: string, fallback: number): number {
  const text = process.env[variable];
  if (!text) return fallback;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${variable} 应为 1–65535 的整数，现在是 "${text}"。`);
  return port;
}

function listenOnce(port: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(port, "127.0.0.1", () => {
      const taken = (probe.address() as { port: number }).port;
      probe.close(() => done(taken));
    });
  });
}
