import type { TargetKind } from "../contracts/operators.ts";
import { ROBOT_MS } from "../core/lease.ts";
import { env } from "../env.ts";
import { refusalOf, sendMail } from "../mail/send-mail.ts";
import { robotCall } from "./robot-call.ts";
import { isRobotAddress, robotRefusal } from "./rules.ts";

interface Place {
  readonly kind: string;
  readonly address: string;
  readonly secret: string | null;
}

interface Message {
  readonly subject: string;
  readonly body: string;
  /** The same for every attempt. */
  readonly key: string;
}

/** As much of a robot's answer is read, in bytes. */
const MOST_READ = 10_000;

/** Sends a message to one place. Returns what was said against it; null: it was taken. */
export async function sendMessage(
  { kind, address, secret }: Place,
  message: Message,
  now: Date,
): Promise<string | null> {
  const { subject, body, key } = message;
  try {
    if (kind === "MAIL") {
      if (!env().mail) return "没有配置发信";
      await sendMail({ to: address, subject, text: body, key: `operator.${key}` });
      return null;
    }
    const robot = { kind: kind as Exclude<TargetKind, "MAIL">, address, secret };
    if (!isRobotAddress(robot.kind, address, env().appUrl)) return "这不是这种机器人的地址";
    return await tellRobot(robotCall(robot, `${subject}\n${body}`, now));
  } catch (error) {
    const { code, responseCode } = refusalOf(error);
    return `没有送到（${String(responseCode ?? code ?? (error as Error).name)}）`;
  }
}

async function tellRobot({ url, body }: { url: string; body: object }): Promise<string | null> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(ROBOT_MS),
  });
  const text = await readSome(response);
  if (!response.ok) return `HTTP ${response.status}`;
  return robotRefusal(jsonOf(text));
}

async function readSome({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
    if (size > MOST_READ) break;
  }
  return Buffer.concat(chunks).toString("utf8").slice(0, MOST_READ);
}

/** undefined: it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
