import { Commit, type Done, type Write } from "../db/commit.ts";

/** A commit of a test's own: what a part of a room writes, by itself. */
export function written(write: Write): Promise<Done> {
  const commit = new Commit("test");
  write(commit);
  return commit.run();
}
