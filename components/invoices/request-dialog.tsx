"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Checkbox, Form, Input, Radio } from "antd";
import { useState } from "react";
import { MAX_INVOICE_ORDERS, type InvoiceChoicesView, type RequestInvoiceBody } from "@/lib/contracts/invoices.ts";
import { TextField } from "../accounts/text-field.tsx";
import { issueOf } from "../data/api-client.ts";
import { useMember } from "../shell/member.tsx";
import { OtherRefusal, Refusal } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Instant } from "../ui/instant.tsx";
import { Money, yuan } from "../ui/money.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { useSay } from "../ui/say.tsx";
import styles from "./invoices.module.css";
import { choicesQuery, useRequestInvoice } from "./queries.ts";

interface RequestDialogProps {
  open: boolean;
  /** Chosen from the beginning, where it may be. */
  orderSn: string | null;
  onClose: () => void;
}

export function RequestDialog({ open, orderSn, onClose }: RequestDialogProps) {
  return (
    <Dialog open={open} title="申请发票" width={560} onClose={onClose}>
      {open && <Choosing orderSn={orderSn} onClose={onClose} />}
    </Dialog>
  );
}

type Choice = InvoiceChoicesView["list"][number];

function Choosing({ orderSn, onClose }: Omit<RequestDialogProps, "open">) {
  const search = useInfiniteQuery(choicesQuery());
  const { data, error, isFetchNextPageError } = search;
  const [chosen, setChosen] = useState<readonly string[]>(orderSn === null ? [] : [orderSn]);
  if (error && !isFetchNextPageError) return <Failed error={error} onRetry={() => void search.refetch()} />;
  if (!data) return <Loading rows={6} />;
  const choices = data.pages.flatMap((page) => page.list);
  if (choices.length === 0)
    return <Empty title="现在没有可以开发票的订单。">已经申请过、款项已全部退回，或者正在退款的订单不在其中。</Empty>;
  const known = choices.filter((choice) => chosen.includes(choice.orderSn));
  const last = data.pages[0]?.last ?? null;
  return (
    <>
      <ul className={styles.choices} aria-label="选择订单">
        {choices.map((choice) => (
          <ChoiceRow
            key={choice.orderSn}
            choice={choice}
            isChosen={chosen.includes(choice.orderSn)}
            isFull={chosen.length >= MAX_INVOICE_ORDERS}
            onChange={(isChosen) =>
              setChosen(isChosen ? [...chosen, choice.orderSn] : chosen.filter((other) => other !== choice.orderSn))
            }
          />
        ))}
      </ul>
      {isFetchNextPageError && <Refusal error={error!} otherwise="没有读到，请重试" />}
      {search.hasNextPage && (
        <Button block loading={search.isFetchingNextPage} onClick={() => void search.fetchNextPage()}>
          更多订单
        </Button>
      )}
      <TitleForm chosen={known} last={last} onDone={onClose} />
    </>
  );
}

interface ChoiceRowProps {
  choice: Choice;
  isChosen: boolean;
  isFull: boolean;
  onChange: (isChosen: boolean) => void;
}

function ChoiceRow({ choice, isChosen, isFull, onChange }: ChoiceRowProps) {
  const { productName, orderSn, paymentTime, amount } = choice;
  return (
    <li>
      <Checkbox
        className={styles.choice!}
        checked={isChosen}
        disabled={!isChosen && isFull}
        onChange={({ target }) => onChange(target.checked)}
      >
        <span className={styles.choiceText}>
          <span className={styles.stack}>
            <span>{productName}</span>
            <span className={styles.small}>
              <Instant iso={paymentTime} format="day" /> · <span translate="no">{orderSn}</span>
            </span>
          </span>
          <Money amount={amount} />
        </span>
      </Checkbox>
    </li>
  );
}

const FIELDS = ["kind", "title", "taxNumber", "email"] as const;

type Filled = Pick<RequestInvoiceBody, "kind" | "title" | "email"> & { taxNumber?: string };

interface TitleFormProps {
  chosen: readonly Choice[];
  last: InvoiceChoicesView["last"];
  onDone: () => void;
}

/** To whom it is made out, remembered from the last time. */
function TitleForm({ chosen, last, onDone }: TitleFormProps) {
  const member = useMember();
  const say = useSay();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const requesting = useRequestInvoice(idempotencyKey);
  const [kind, setKind] = useState(last?.kind ?? "PERSON");
  const { error } = requesting;
  const sum = chosen.reduce((total, { amount }) => total + Math.round(amount * 100), 0) / 100;
  const ask = ({ title, email, taxNumber }: Filled) =>
    requesting.mutate(
      {
        orderSns: chosen.map(({ orderSn }) => orderSn),
        ...{ kind, title: title ?? "", email: email ?? "" },
        ...(kind === "COMPANY" ? { taxNumber: taxNumber ?? "" } : {}),
      },
      {
        onSuccess: () => {
          say({ tone: "success", text: "申请已提交，开出后会通知你" });
          onDone();
        },
      },
    );
  const initial = {
    title: last?.title ?? "",
    taxNumber: last?.taxNumber ?? "",
    email: last?.email ?? member?.email ?? "",
  };
  return (
    <Form className={styles.form!} layout="vertical" requiredMark={false} initialValues={initial} onFinish={ask}>
      <Form.Item label="抬头类型">
        <Radio.Group
          aria-label="抬头类型"
          options={[
            { value: "PERSON", label: "个人" },
            { value: "COMPANY", label: "企业" },
          ]}
          value={kind}
          onChange={({ target }) => setKind(target.value as typeof kind)}
        />
      </Form.Item>
      <TextField
        name="title"
        label={kind === "COMPANY" ? "企业名称" : "姓名"}
        type="text"
        autoComplete={kind === "COMPANY" ? "organization" : "name"}
        error={error}
      />
      {kind === "COMPANY" && <TaxNumber error={error} />}
      <TextField name="email" label="接收发票的邮箱" type="email" autoComplete="email" error={error} />
      <OtherRefusal error={error} fields={[...FIELDS]} otherwise="申请没有提交成功，请重试" />
      <Button
        type="primary"
        htmlType="submit"
        size="large"
        block
        disabled={chosen.length === 0}
        loading={requesting.isPending}
      >
        {chosen.length === 0 ? "先选择订单" : `申请 ${yuan(sum)} 的发票`}
      </Button>
    </Form>
  );
}

function TaxNumber({ error }: { error: Error | null }) {
  const issue = issueOf(error, "taxNumber");
  return (
    <Form.Item
      name="taxNumber"
      label="税号"
      extra="18 位统一社会信用代码"
      {...(issue ? { validateStatus: "error", help: issue } : {})}
    >
      <Input size="large" autoComplete="off" autoCapitalize="characters" maxLength={20} />
    </Form.Item>
  );
}
