"use client";

import {
  AlertOutlined,
  AlipayOutlined,
  BellOutlined,
  DatabaseOutlined,
  GiftOutlined,
  PayCircleOutlined,
  ProfileOutlined,
  RollbackOutlined,
  UserOutlined,
} from "@ant-design/icons";
import { Button } from "antd";
import { useState, type ComponentType } from "react";
import { STORY_KIND_TEXTS, type StoryEntry, type StoryKind } from "@/lib/contracts/order-story.ts";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { Money } from "../ui/money.tsx";
import { Section } from "../ui/section.tsx";
import styles from "./order-story.module.css";

const ICONS = {
  order: ProfileOutlined,
  payment: PayCircleOutlined,
  said: AlipayOutlined,
  goods: GiftOutlined,
  credits: DatabaseOutlined,
  refund: RollbackOutlined,
  notice: BellOutlined,
  alert: AlertOutlined,
  act: UserOutlined,
} as const satisfies Record<StoryKind, ComponentType>;

const KINDS = Object.keys(STORY_KIND_TEXTS) as StoryKind[];
const SHOWN_AT_FIRST = 30;

/** Everything that happened to an order, newest first; of chosen kinds alone where some are chosen. */
export function OrderStory({ story, isCut }: { story: readonly StoryEntry[]; isCut: boolean }) {
  const [chosen, setChosen] = useState<ReadonlySet<StoryKind>>(new Set());
  const [isWhole, setWhole] = useState(false);
  const kept = chosen.size === 0 ? story : story.filter(({ kind }) => chosen.has(kind));
  const shown = isWhole ? kept : kept.slice(0, SHOWN_AT_FIRST);
  const there = KINDS.filter((kind) => story.some((entry) => entry.kind === kind));
  const toggle = (kind: StoryKind) => {
    const next = new Set(chosen);
    if (!next.delete(kind)) next.add(kind);
    setChosen(next);
  };
  return (
    <Section title="经过">
      <div role="group" aria-label="只看" className={styles.kinds}>
        {there.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={chosen.has(kind)}
            className={styles.kind}
            onClick={() => toggle(kind)}
          >
            {STORY_KIND_TEXTS[kind]}
          </button>
        ))}
      </div>
      <p role="status" className={styles.sum}>
        {chosen.size === 0 ? `共 ${story.length} 条，最新的在前` : `${kept.length} 条，一共 ${story.length} 条`}
      </p>
      <ol className={styles.story} aria-label="经过">
        {shown.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {shown.length < kept.length && (
        <Button onClick={() => setWhole(true)}>{`再看 ${kept.length - shown.length} 条`}</Button>
      )}
      {isCut && shown.length === kept.length && <p className={styles.sum}>更早的还有，没有列在这里。</p>}
    </Section>
  );
}

function Entry({ entry: { kind, time, text, by, amount, facts, said } }: { entry: StoryEntry }) {
  const Icon = ICONS[kind];
  return (
    <li className={styles.entry} data-kind={kind}>
      <span className={styles.icon} aria-hidden="true">
        <Icon />
      </span>
      <div className={styles.body}>
        <p className={styles.head}>
          <span className={styles.word}>{STORY_KIND_TEXTS[kind]}</span>
          <strong>{text}</strong>
          {amount !== null && <Money amount={amount} />}
        </p>
        <p className={styles.when}>
          <Instant iso={time} format="second" />
          <span>{` · ${by}`}</span>
        </p>
        {(facts.length > 0 || said !== null) && <More facts={facts} said={said} />}
      </div>
    </li>
  );
}

function More({ facts, said }: Pick<StoryEntry, "facts" | "said">) {
  return (
    <details className={styles.more}>
      <summary>{said === null ? "细节" : "细节与原话"}</summary>
      <Facts facts={facts} />
      {said !== null && (
        <pre className={styles.said} translate="no" tabIndex={0} aria-label="原话">
          {said}
        </pre>
      )}
    </details>
  );
}
