import type { TargetKind, TargetView } from "../contracts/operators.ts";
import type { StoredTarget } from "./store.ts";

export function targetView({ id, kind, address, secret, createTime, lastStatus, lastTime }: StoredTarget): TargetView {
  return {
    id: Number(id),
    kind: kind as TargetKind,
    address: shownAddress(kind as TargetKind, address),
    isSigned: secret !== null,
    createTime: createTime.toISOString(),
    last: lastStatus && lastTime ? { status: lastStatus, time: lastTime.toISOString() } : null,
  };
}

/** Whoever has the address of a robot can speak as it, so only its host is shown. */
export function shownAddress(kind: TargetKind, address: string): string {
  return kind === "MAIL" ? address : new URL(address).host;
}
