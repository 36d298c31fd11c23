"use client";

import { useQuery } from "@tanstack/react-query";
import type { MemberFile } from "@/lib/contracts/members.ts";
import styles from "../orders/order-page.module.css";
import { useMay, useMember } from "../shell/member.tsx";
import { BackLink } from "../ui/back-link.tsx";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { count, Money } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { Adjustments } from "./adjustments.tsx";
import { MemberActs } from "./member-acts.tsx";
import { memberFileQuery } from "./member-queries.ts";
import { MemberRecords } from "./member-records.tsx";
import { ROLE_WORDS, STATE_WORDS } from "./member-words.ts";

/** Everything that the shop has of one member. */
export function MemberPageFile({ memberId }: { memberId: string }) {
  const { data: file, error, refetch } = useQuery(memberFileQuery(memberId));
  return (
    <>
      <BackLink href="/admin/members">会员</BackLink>
      {file && !error ? (
        <File file={file} />
      ) : (
        <>
          <PageHead title="会员" />
          {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading rows={10} />}
        </>
      )}
    </>
  );
}

function File({ file }: { file: MemberFile }) {
  const mayManage = useMay()("members:manage");
  const me = useMember();
  const { member, adjustments } = file;
  return (
    <>
      <PageHead
        title={member.name}
        actions={mayManage && me && <MemberActs file={file} isOwn={me.id === member.id} />}
      />
      <div className={styles.sum}>
        <StatusTag tone={member.state === "OPEN" ? "good" : "gone"}>{STATE_WORDS[member.state]}</StatusTag>
        <span>{ROLE_WORDS[member.role]}</span>
      </div>
      <div className={styles.columns}>
        <Section title="账户">
          <Account member={member} />
        </Section>
        <Section title="款项与积分">
          <Sums file={file} />
        </Section>
      </div>
      {adjustments.length > 0 && me && <Adjustments adjustments={adjustments} me={me.id} mayDecide={mayManage} />}
      <MemberRecords file={file} />
    </>
  );
}

function Account({ member }: Pick<MemberFile, "member">) {
  const { id, email, customerId, createTime, emailConfirmTime, closeTime } = member;
  return (
    <Facts
      facts={[
        { label: "会员编号", value: <span translate="no">{id}</span> },
        { label: "客户编号", value: customerId && <span translate="no">{customerId}</span> },
        { label: "邮箱", value: email && <span translate="no">{email}</span> },
        {
          label: "邮箱确认",
          value: email && (emailConfirmTime ? <Instant iso={emailConfirmTime} /> : "没有确认"),
        },
        { label: "注册时间", value: <Instant iso={createTime} /> },
        { label: "关闭时间", value: closeTime && <Instant iso={closeTime} /> },
      ]}
    />
  );
}

function Sums({ file: { money, credits } }: { file: MemberFile }) {
  const { totalCredits, availableCredits, frozenCredits, reservedCredits } = credits;
  return (
    <Facts
      facts={[
        { label: "付过的款", value: <Money amount={money.paid} /> },
        { label: "退回的款", value: <Money amount={money.refunded} /> },
        { label: "全部积分", value: count(totalCredits) },
        { label: "可用积分", value: count(availableCredits) },
        { label: "退款冻结", value: frozenCredits > 0 ? count(frozenCredits) : null },
        { label: "任务预留", value: reservedCredits > 0 ? count(reservedCredits) : null },
      ]}
    />
  );
}
