import { AppError, type ErrorCode } from "@/lib/core/errors.ts";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Section } from "../ui/section.tsx";
import { Code } from "./code.tsx";
import styles from "./developers.module.css";

const COLUMNS: readonly Column<AppError>[] = [
  { title: "状态", render: ({ status }) => status },
  { title: "code", render: ({ code }) => <code translate="no">{code}</code> },
  { title: "意思", render: ({ message }) => message },
];

const PROBLEM = {
  status: 409,
  title: new AppError("INSUFFICIENT_CREDITS").message,
  code: "INSUFFICIENT_CREDITS",
  detail: new AppError("INSUFFICIENT_CREDITS").message,
  requestId: "0b9f5c1e-6a43-4f0e-9d27-3c1a5e8b7f42",
};

/** What an answer that is no success looks like, and every code it may carry. */
export function ErrorList({ codes }: { codes: readonly ErrorCode[] }) {
  const errors = codes.map((code) => new AppError(code)).sort((a, b) => a.status - b.status);
  return (
    <Section title="出错">
      <ul className={styles.points}>
        <li>
          不是 2xx 的回答都是 <code translate="no">application/problem+json</code>（RFC 9457）。程序看
          <code translate="no">code</code>，下面是全部；给人看 <code translate="no">detail</code>；输入有误时
          <code translate="no">issues</code> 逐个字段说明。
        </li>
        <li>
          400、401、403、404、409 原样重发没有用。429 与 503 过 <code translate="no">Retry-After</code> 秒再来；
          <code translate="no">OUTCOME_UNKNOWN</code> 可能已经做成，用同一个 <code translate="no">bizId</code> 或
          <code translate="no">Idempotency-Key</code> 再问，不会做第二次。
        </li>
        <li>
          找我们时带上 <code translate="no">requestId</code>，它也在每个回答的 <code translate="no">X-Request-Id</code>
          里。
        </li>
      </ul>
      <div className={styles.block}>
        <Code label="出错的回答的例子" text={JSON.stringify(PROBLEM, null, 2)} />
      </div>
      <Ledger caption="全部错误码" columns={COLUMNS} rows={errors} rowKey={({ code }) => code} />
    </Section>
  );
}
