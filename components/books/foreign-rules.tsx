import { Form, Input } from "antd";
import type { AddForeignRuleBody, ForeignRuleView } from "@/lib/contracts/differences.ts";
import { ActDialog, ActForm } from "../admin/act-dialog.tsx";
import acts from "../admin/member-acts.module.css";
import { issueOf } from "../data/api-client.ts";
import { useMay } from "../shell/member.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { useAddForeignRule, useEndForeignRule } from "./queries.ts";

/** By which beginnings of order numbers lines are told that another application has on the same merchant account. */
export function ForeignRules({ rules }: { rules: ForeignRuleView[] }) {
  const mayDecide = useMay()("books:decide");
  const columns: Column<ForeignRuleView>[] = [
    { title: "单号的开头", render: ({ prefix }) => <code>{prefix}</code> },
    { title: "理由", render: ({ reason }) => reason },
    { title: "谁", render: ({ by }) => by },
    { title: "什么时候", render: ({ createTime }) => <Instant iso={createTime} format="minute" /> },
    { title: "停用", render: (rule) => mayDecide && <EndRule rule={rule} /> },
  ];
  const add = mayDecide && <ActDialog label="立一条规则">{(close) => <AddRule usual="" onDone={close} />}</ActDialog>;
  return (
    <Section title="别的应用的单号" aside={add}>
      {rules.length === 0 ? (
        <Empty title="没有规则。样子与本店不同的单号，本来就算别的应用，只计笔数与金额。" />
      ) : (
        <Ledger caption="别的应用的单号" columns={columns} rows={rules} rowKey={({ id }) => id} />
      )}
    </Section>
  );
}

/** `usual`: what stands in the field first. */
export function AddRule({ usual, onDone }: { usual: string; onDone: () => void }) {
  const acting = useAddForeignRule();
  const issue = issueOf(acting.error, "prefix");
  return (
    <ActForm<AddForeignRuleBody, { closed: number }>
      acting={acting}
      confirm="立这条规则"
      initial={{ prefix: usual }}
      fields={["prefix"]}
      bodyOf={({ prefix, reason }) => ({ prefix, reason })}
      said={({ closed }) => `已立规则，关闭了 ${closed} 条差异`}
      onDone={onDone}
    >
      <p className={acts.about}>
        这样开头的商户订单号，是同一商户账号下别的应用的：待处理的差异里符合的一并关闭，以后的账单上只计笔数与金额。写出整个单号，就只管这一笔。
      </p>
      <Form.Item name="prefix" label="单号的开头" {...(issue ? { validateStatus: "error", help: issue } : {})}>
        <Input maxLength={64} />
      </Form.Item>
    </ActForm>
  );
}

function EndRule({ rule }: { rule: ForeignRuleView }) {
  const acting = useEndForeignRule(rule.id);
  return (
    <ActDialog label="停用">
      {(close) => (
        <ActForm<{ reason: string }, null>
          acting={acting}
          confirm="停用"
          bodyOf={({ reason }) => ({ reason })}
          said={() => "已停用"}
          onDone={close}
        >
          <p className={acts.about}>以后的账单不再按它；它已经关闭的差异不变。</p>
        </ActForm>
      )}
    </ActDialog>
  );
}
