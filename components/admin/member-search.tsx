"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Input } from "antd";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { AdjustmentView, MemberRow } from "@/lib/contracts/members.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Paged } from "../ui/paged.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { memberSearchQuery } from "./member-queries.ts";
import { ROLE_WORDS, signed, STATE_WORDS } from "./member-words.ts";
import styles from "./order-search.module.css";

/** Anybody who has an account, by what they can say of themselves. */
export function MemberSearch() {
  // In the address, so that a reload, a bookmark and the back button keep it.
  const query = useSearchParams().get("query") ?? "";
  const router = useRouter();
  const pathname = usePathname();
  const find = (text: string) =>
    router.replace(text ? `${pathname}?${new URLSearchParams({ query: text })}` : pathname, { scroll: false });
  return (
    <>
      <PageHead title="会员">凭会员编号，或者邮箱、称呼、客户编号的开头查找。</PageHead>
      <search className={styles.search} aria-label="查找会员">
        <Input.Search
          // Another question in the address is another field.
          key={query}
          allowClear
          enterButton="查找"
          aria-label="会员编号、邮箱、称呼或客户编号"
          placeholder="会员编号、邮箱、称呼或客户编号"
          maxLength={254}
          defaultValue={query}
          onSearch={(text) => find(text.trim())}
        />
      </search>
      <Found query={query} />
    </>
  );
}

function Found({ query }: { query: string }) {
  return (
    <Paged found={useInfiniteQuery(memberSearchQuery(query))} fields={["query"]}>
      {(pages) => {
        const members = pages.flatMap((page) => page.list);
        const waiting = pages[0]?.waiting ?? [];
        return (
          <>
            {waiting.length > 0 && <Waiting waiting={waiting} />}
            {members.length === 0 ? (
              <Empty title={query ? "没有找到这样的会员。邮箱、称呼和客户编号要从第一个字写起。" : "还没有会员。"} />
            ) : (
              <Ledger caption="会员" columns={COLUMNS} rows={members} rowKey={({ id }) => id} />
            )}
          </>
        );
      }}
    </Paged>
  );
}

const COLUMNS: readonly Column<MemberRow>[] = [
  {
    title: "会员",
    render: ({ id, name, email, customerId }) => (
      <span className={styles.stack}>
        <Link href={`/admin/members/${id}`}>{name}</Link>
        <span className={styles.small} translate="no">
          {email ?? customerId}
        </span>
      </span>
    ),
  },
  { title: "编号", align: "end", render: ({ id }) => <span translate="no">{id}</span> },
  { title: "角色", render: ({ role }) => ROLE_WORDS[role] },
  { title: "注册时间", render: ({ createTime }) => <Instant iso={createTime} /> },
  {
    title: "状态",
    render: ({ state }) => <StatusTag tone={state === "OPEN" ? "good" : "gone"}>{STATE_WORDS[state]}</StatusTag>,
  },
];

const WAITING: readonly Column<AdjustmentView>[] = [
  {
    title: "会员",
    render: ({ memberId, memberName }) => <Link href={`/admin/members/${memberId}`}>{memberName}</Link>,
  },
  { title: "积分", align: "end", render: ({ amount }) => <strong>{signed(amount)}</strong> },
  { title: "理由", render: ({ reason }) => reason },
  { title: "提出的人", render: ({ requestedBy }) => requestedBy.name },
  { title: "提出时间", render: ({ createTime }) => <Instant iso={createTime} /> },
];

/** Credits that a second admin must confirm, which is done on the member's page. */
function Waiting({ waiting }: { waiting: AdjustmentView[] }) {
  return (
    <Section title="等另一位管理员确认的积分">
      <Ledger caption="等确认的积分" columns={WAITING} rows={waiting} rowKey={({ id }) => id} />
    </Section>
  );
}
