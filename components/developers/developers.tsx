import type { ReactNode } from "react";
import type { ErrorCode } from "@/lib/core/errors.ts";
import { REFERENCE_PATH } from "@/lib/core/reference.ts";
import { PageHead } from "../ui/page-head.tsx";
import { Conventions, type ServiceLimits } from "./conventions.tsx";
import styles from "./developers.module.css";
import { ErrorList } from "./error-list.tsx";
import { EventList } from "./event-list.tsx";
import { QuickStart } from "./quick-start.tsx";
import type { Place } from "./snippets/step.ts";
import { TryLocally } from "./try-locally.tsx";

interface DevelopersProps {
  place: Place;
  /** Every code that /api/v1 may answer with. */
  codes: readonly ErrorCode[];
  limits: ServiceLimits;
}

const PARTS = [
  ["start", "快速开始"],
  ["events", "事件"],
  ["local", "在自己的机器上试"],
  ["errors", "出错"],
  ["conventions", "约定"],
] as const;

/** For who builds a product that sells through this shop: how its back end speaks to it. */
export function Developers({ place, codes, limits }: DevelopersProps) {
  return (
    <>
      <PageHead title="开发者">
        你的产品有自己的用户和后端：用户留在你那里，积分、套餐、收款、退款交给这家商店。六步从零到第一笔收款。
      </PageHead>
      <nav aria-label="本页内容" className={styles.contents}>
        {PARTS.map(([id, title]) => (
          <a key={id} href={`#${id}`}>
            {title}
          </a>
        ))}
        {/* A document of its own, which the router cannot go to. */}
        <a href={REFERENCE_PATH}>接口参考</a>
        <a href="/api/openapi.json">OpenAPI 文档</a>
      </nav>
      <Part id="start">
        <QuickStart place={place} />
      </Part>
      <Part id="events">
        <EventList />
      </Part>
      <Part id="local">
        <TryLocally origin={place.origin} />
      </Part>
      <Part id="errors">
        <ErrorList codes={codes} />
      </Part>
      <Part id="conventions">
        <Conventions limits={limits} />
      </Part>
    </>
  );
}

function Part({ id, children }: { id: (typeof PARTS)[number][0]; children: ReactNode }) {
  return (
    <div id={id} className={styles.part}>
      {children}
    </div>
  );
}
