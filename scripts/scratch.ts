import { chmod, mkdtemp, statfs } from "node:fs/promises";
import { freemem, tmpdir } from "node:os";
import { resolve } from "node:path";

const IN_MEMORY = "/dev/shm";
/** What the databases of a test run may need, several times over. */
const ROOM_BYTES = 4 * 2 ** 30;

/**
 * A new folder for what need not outlive this run, which others may walk into: in memory where there is room, because each test
 * file creates and drops a database, and hundreds of files on a disk cost more than all of its statements.
 */
export async function scratchFolder(prefix: string): Promise<string> {
  const base = (await hasRoom()) ? IN_MEMORY : tmpdir();
  const folder = await mkdtemp(resolve(base, prefix));
  await chmod(folder, 0o755); // As root the server runs as another user.
  return folder;
}

async function hasRoom(): Promise<boolean> {
  const { bavail, bsize } = await statfs(IN_MEMORY).catch(() => ({ bavail: 0, bsize: 0 }));
  return Math.min(bavail * bsize, freemem()) >= ROOM_BYTES;
}
