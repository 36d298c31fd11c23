import { fork } from "node:child_process";
import { resolve } from "node:path";
import { childEnv } from "../scripts/environment.mjs";
import type { Figures } from "./figures.ts";
import type { Volley } from "./shots.ts";

/** The load generator process. One batch at a time. */
export interface Driver {
  fire(volley: Volley): Promise<Figures>;
  stop(): Promise<void>;
}

/** `env`: the app's own, so that the verbs in process work on the app's database with the app's keys. */
export function startDriver(env: Readonly<Record<string, string>>): Driver {
  const child = fork(resolve(import.meta.dirname, "driver.ts"), {
    env: childEnv({ ...env, NODE_ENV: "production" }),
    // bigint and shared shots survive the trip.
    serialization: "advanced",
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    fire: (volley) =>
      new Promise((done, fail) => {
        const fallen = () => fail(new Error("施压的进程意外退出了。"));
        child.once("exit", fallen);
        child.once("message", (figures) => {
          child.off("exit", fallen);
          done(figures as Figures);
        });
        child.send(volley);
      }),
    stop: () => {
      child.disconnect();
      return ended;
    },
  };
}
