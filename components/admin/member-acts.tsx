"use client";

import { Form, Segmented } from "antd";
import type { MemberFile, MemberRoleBody, MemberStatusBody } from "@/lib/contracts/members.ts";
import { MEMBER_ROLES } from "@/lib/core/roles.ts";
import { Callout } from "../ui/callout.tsx";
import { ActDialog, ActForm } from "./act-dialog.tsx";
import { GiveCredits } from "./give-credits.tsx";
import styles from "./member-acts.module.css";
import { useChangeRole, useSendResetLink, useSetStatus, useSignOut } from "./member-queries.ts";
import { ROLE_WORDS } from "./member-words.ts";

interface ActsProps {
  file: MemberFile;
  /** Whoever looks is the member: what another admin must do is not offered. */
  isOwn: boolean;
}

interface InDialog {
  file: MemberFile;
  onDone: () => void;
}

/** What an admin may do about a member now. The server decides. */
export function MemberActs({ file, isOwn }: ActsProps) {
  const { state } = file.member;
  return (
    <span className={styles.buttons}>
      {state === "OPEN" && (
        <>
          <ActDialog label="调整积分">{(close) => <GiveCredits file={file} isOwn={isOwn} onDone={close} />}</ActDialog>
          {file.canMail && file.member.email !== null && (
            <ActDialog label="发重设密码的链接">{(close) => <ResetLink file={file} onDone={close} />}</ActDialog>
          )}
        </>
      )}
      {file.sessions.length > 0 && (
        <ActDialog label="退出所有设备">{(close) => <SignOut file={file} onDone={close} />}</ActDialog>
      )}
      {state === "OPEN" && !isOwn && (
        <>
          {/* A customer of the product has no password, so the server gives it no role. */}
          {file.member.email !== null && (
            <ActDialog label="改变角色">{(close) => <Role file={file} onDone={close} />}</ActDialog>
          )}
          <ActDialog label="关闭账户" danger>
            {(close) => <Closing file={file} onDone={close} />}
          </ActDialog>
        </>
      )}
      {state === "CLOSED_BY_SHOP" && (
        <ActDialog label="重新打开">{(close) => <Reopening file={file} onDone={close} />}</ActDialog>
      )}
    </span>
  );
}

function ResetLink({ file: { member }, onDone }: InDialog) {
  const acting = useSendResetLink(member.id);
  return (
    <ActForm<{ reason: string }, { sent: boolean }>
      acting={acting}
      confirm="发送链接"
      bodyOf={({ reason }) => ({ reason })}
      said={({ sent }) => (sent ? "链接正在寄出" : "这家商店没有配置邮件，没有发送")}
      onDone={onDone}
    >
      <p
        className={styles.about}
      >{`链接发到 ${member.email}，一段时间内可以用一次。设了新密码，所有设备都要重新登录。`}</p>
    </ActForm>
  );
}

function SignOut({ file: { member }, onDone }: InDialog) {
  const acting = useSignOut(member.id);
  return (
    <ActForm<{ reason: string }, { ended: number }>
      acting={acting}
      confirm="全部退出"
      bodyOf={({ reason }) => ({ reason })}
      said={({ ended }) => `已退出 ${ended} 个浏览器`}
      onDone={onDone}
    >
      <p className={styles.about}>所有浏览器从下一个请求起要重新登录。密码不变。</p>
    </ActForm>
  );
}

const ROLE_OPTIONS = MEMBER_ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }));

function Role({ file: { member }, onDone }: InDialog) {
  const acting = useChangeRole(member.id);
  return (
    <ActForm<MemberRoleBody, { role: MemberRoleBody["role"] }>
      acting={acting}
      confirm="改变角色"
      initial={{ role: member.role }}
      bodyOf={({ role, reason }) => ({ role, reason })}
      said={({ role }) => `现在是${ROLE_WORDS[role]}`}
      onDone={onDone}
    >
      <p className={styles.about}>
        客服看订单与会员，财务审核退款、看账目，管理员可以做所有的事。从他的下一个请求起生效。
      </p>
      <Form.Item name="role" label="角色">
        <Segmented block className={styles.choice!} options={ROLE_OPTIONS} />
      </Form.Item>
    </ActForm>
  );
}

function Closing({ file: { member, closing }, onDone }: InDialog) {
  const acting = useSetStatus(member.id);
  return (
    <ActForm<MemberStatusBody, unknown>
      acting={acting}
      confirm="关闭账户"
      danger
      bodyOf={({ reason }) => ({ status: "closed", reason })}
      said={() => "账户已关闭"}
      onDone={onDone}
    >
      <ul className={styles.sentences}>
        {closing.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </ActForm>
  );
}

function Reopening({ file: { member }, onDone }: InDialog) {
  const acting = useSetStatus(member.id);
  return (
    <ActForm<MemberStatusBody, unknown>
      acting={acting}
      confirm="重新打开"
      bodyOf={({ reason }) => ({ status: "open", reason })}
      said={() => "账户已重新打开"}
      onDone={onDone}
    >
      <Callout type="info" title="会员可以用原来的密码重新登录，积分和套餐还是关闭时的样子，其间到期的除外。" />
    </ActForm>
  );
}
