/**
 * The load, in a process of its own: takes a volley from its parent, fires it, answers with figures. One worker per
 * connection, each with the next shot as soon as its last is answered. node:http is load generator enough: it sends many
 * times what one Next process can take, and needs no package.
 */
import { Agent, request } from "node:http";
import { figuresOf, type Figures } from "./figures.ts";
import { runCall } from "./calls.ts";
import type { Shot, ShotRequest, Target, Volley } from "./shots.ts";

process.on("message", (volley: Volley) => void fire(volley).then((figures) => process.send!(figures)));
process.once("disconnect", () => process.exit());

async function fire({ shots, connections, target }: Volley): Promise<Figures> {
  // Connections are kept alive within a volley and opened by its first shots.
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  const failures: string[] = [];
  let next = 0;
  const work = async (worker: number) => {
    const send = sender(target, worker, agent);
    for (let shot = shots[next++]; shot; shot = shots[next++]) {
      const began = performance.now();
      try {
        await send(shot);
        times.push(performance.now() - began);
      } catch (error) {
        failures.push(String(error).slice(0, 300));
      }
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, (_, worker) => work(worker)));
  const elapsedMs = performance.now() - began;
  agent.destroy();
  return figuresOf(times, elapsedMs, failures);
}

function sender(target: Target, worker: number, agent: Agent): (shot: Shot) => Promise<void> {
  if (target.kind === "sql") return ({ call }) => runCall(call);
  const origin = target.origins[worker % target.origins.length]!;
  // The empty handler gets the same request.
  if (target.kind === "floor")
    return ({ request }) => post(agent, origin, { ...request, path: "/empty", answer: "ok" });
  return ({ request }) => post(agent, origin, request);
}

function post(agent: Agent, origin: string, { method, path, headers, body, answer }: ShotRequest): Promise<void> {
  return new Promise((done, fail) => {
    const outgoing = request(`${origin}${path}`, { agent, method, headers }, (incoming) => {
      let text = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      incoming.once("error", fail);
      incoming.once("end", () => {
        if (incoming.statusCode === 200 && text.startsWith(answer)) done();
        else fail(new Error(`${method} ${path} → ${incoming.statusCode} ${text}`));
      });
    });
    outgoing.once("error", fail);
    outgoing.end(body ?? undefined);
  });
}
