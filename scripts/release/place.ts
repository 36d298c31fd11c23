import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { basename, resolve } from "node:path";

/** How many releases stay on the disk: the one that serves, and the one to go back to. */
const KEPT = 2;

/** The folder of an installation: `releases/…`, and `current`, a link to the one that serves. */
export class Place {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  get current(): string {
    return resolve(this.folder, "current");
  }

  /** The path for a release of this moment. */
  async newRelease(now: Date): Promise<string> {
    await mkdir(resolve(this.folder, "releases"), { recursive: true });
    return resolve(this.folder, "releases", now.toISOString().replace(/[:.]/g, "-"));
  }

  /** The release that `current` means; null before the first. */
  async serving(): Promise<string | null> {
    const target = await readlink(this.current).catch(() => null);
    return target === null ? null : resolve(this.folder, target);
  }

  /** From now on `current` is this release. In one step: whoever looks finds one of the two. */
  async switchTo(release: string): Promise<void> {
    const draft = `${this.current}.new`;
    await rm(draft, { force: true });
    await symlink(resolve(this.folder, "releases", basename(release)), draft, "junction");
    await rename(draft, this.current);
  }

  /** Removes what nobody goes back to any more. */
  async removeOld(): Promise<void> {
    const names = (await readdir(resolve(this.folder, "releases"))).sort();
    const serving = await this.serving();
    for (const name of names.slice(0, -KEPT)) {
      const release = resolve(this.folder, "releases", name);
      if (release !== serving) await rm(release, { recursive: true, force: true });
    }
  }
}

/**
 * Adds the files that pages of the release before ask for, by names of their own: a page that is open goes on after the
 * switch.
 */
export async function keepOldFiles(before: string, release: string): Promise<void> {
  const from = resolve(before, ".next/static");
  if (existsSync(from)) await cp(from, resolve(release, ".next/static"), { recursive: true, force: false });
}

/** The name of a release's build: no other has its address. */
export async function buildIdOf(release: string): Promise<string> {
  return (await readFile(resolve(release, ".next/BUILD_ID"), "utf8")).trim();
}
