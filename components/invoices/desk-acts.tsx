"use client";

import { Button, Form, Input, Radio } from "antd";
import { useState } from "react";
import {
  MAX_INVOICE_FILE_BYTES,
  type DeskInvoiceView,
  type IssueInvoiceBody,
  type RedLetterBody,
} from "@/lib/contracts/desk-invoices.ts";
import { ActDialog, ActForm } from "../admin/act-dialog.tsx";
import { issueOf } from "../data/api-client.ts";
import { useMay } from "../shell/member.tsx";
import { OtherRefusal } from "../ui/callout.tsx";
import { yuan } from "../ui/money.tsx";
import { useSay } from "../ui/say.tsx";
import { useBookRedLetter, useIssueInvoice, useRefuseInvoice } from "./queries.ts";

/** What finance does with an invoice now. The server decides. */
export function DeskActs({ invoice }: { invoice: DeskInvoiceView }) {
  const may = useMay();
  const { status } = invoice;
  if (!may("invoices:decide")) return null;
  return (
    <>
      {(status === "REQUESTED" || status === "RED_ASKED") && (
        <ActDialog label={status === "REQUESTED" ? "驳回" : "不冲红"}>
          {(close) => <Refuse invoice={invoice} onDone={close} />}
        </ActDialog>
      )}
      {status === "REQUESTED" && (
        <ActDialog label="登记开票">{(close) => <Issue invoice={invoice} onDone={close} />}</ActDialog>
      )}
      {(status === "ISSUED" || status === "RED_ASKED") && (
        <ActDialog label="登记红字发票">{(close) => <BookRed invoice={invoice} onDone={close} />}</ActDialog>
      )}
    </>
  );
}

interface ActProps {
  invoice: DeskInvoiceView;
  onDone: () => void;
}

function Refuse({ invoice: { invoiceSn, status }, onDone }: ActProps) {
  const acting = useRefuseInvoice(invoiceSn);
  return (
    <ActForm
      acting={acting}
      confirm={status === "REQUESTED" ? "驳回申请" : "驳回冲红申请"}
      danger
      bodyOf={({ reason }: { reason: string }) => ({ reason })}
      said={() => "已驳回，买家会收到消息"}
      onDone={onDone}
    >
      <p>买家会看到你写的理由。</p>
    </ActForm>
  );
}

function BookRed({ invoice: { invoiceSn, number }, onDone }: ActProps) {
  const acting = useBookRedLetter(invoiceSn);
  return (
    <ActForm
      acting={acting}
      confirm="登记红字发票"
      fields={["number", "date"]}
      bodyOf={({ number: redNumber, date, reason }: RedLetterBody) => ({
        ...{ number: redNumber ?? "", date: date ?? "", reason },
      })}
      said={() => "已登记，相关订单可以退款"}
      onDone={onDone}
    >
      <p>{`发票 ${number ?? ""} 作废。相关订单可以退款，其余部分买家可以重新申请。`}</p>
      <PaperFields error={acting.error} label="红字发票号码" />
    </ActForm>
  );
}

/** Number and day of a paper. */
function PaperFields({ error, label }: { error: Error | null; label: string }) {
  const [number, date] = [issueOf(error, "number"), issueOf(error, "date")];
  return (
    <>
      <Form.Item name="number" label={label} {...(number ? { validateStatus: "error", help: number } : {})}>
        <Input inputMode="numeric" autoComplete="off" maxLength={20} placeholder="8 位或 20 位数字" />
      </Form.Item>
      <Form.Item name="date" label="开票日期" {...(date ? { validateStatus: "error", help: date } : {})}>
        <Input type="date" min="2000-01-01" max="2099-12-31" />
      </Form.Item>
    </>
  );
}

/** The file in base64. */
async function contentOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

type Way = "file" | "link";

function Issue({ invoice: { invoiceSn, amount, title }, onDone }: ActProps) {
  const acting = useIssueInvoice(invoiceSn);
  const say = useSay();
  const [way, setWay] = useState<Way>("file");
  const [file, setFile] = useState<File | null>(null);
  const { error } = acting;
  const wrong = issueOf(error, "fileUrl") ?? issueOf(error, "file");
  const issue = async ({ number = "", date = "", fileUrl = "" }: Partial<IssueInvoiceBody>) => {
    const given = way === "link" ? { fileUrl } : file && { file: await contentOf(file) };
    acting.mutate(
      { amount, number, date, ...given },
      {
        onSuccess: () => {
          say({ tone: "success", text: "已登记，买家会收到消息" });
          onDone();
        },
      },
    );
  };
  return (
    <Form layout="vertical" requiredMark={false} onFinish={(values: Partial<IssueInvoiceBody>) => void issue(values)}>
      <p>{`抬头「${title}」，票面金额应为 ${yuan(amount)}。`}</p>
      <PaperFields error={error} label="发票号码" />
      <Form.Item label="买家怎样得到它">
        <Radio.Group
          aria-label="买家怎样得到它"
          options={[
            { value: "file", label: "上传文件" },
            { value: "link", label: "下载地址" },
          ]}
          value={way}
          onChange={({ target }) => setWay(target.value as Way)}
        />
      </Form.Item>
      {way === "link" ? (
        <Form.Item name="fileUrl" label="下载地址" {...(wrong ? { validateStatus: "error", help: wrong } : {})}>
          <Input type="url" placeholder="https://" maxLength={500} />
        </Form.Item>
      ) : (
        <Form.Item
          label="PDF 或 OFD 文件"
          extra={`最大 ${MAX_INVOICE_FILE_BYTES / 1024} KB`}
          {...(wrong ? { validateStatus: "error", help: wrong } : {})}
        >
          <input
            type="file"
            aria-label="PDF 或 OFD 文件"
            accept=".pdf,.ofd"
            onChange={({ target }) => setFile(target.files?.[0] ?? null)}
          />
        </Form.Item>
      )}
      <OtherRefusal error={error} fields={["number", "date", "fileUrl", "file"]} otherwise="没有办成，请重试" />
      <Button type="primary" htmlType="submit" size="large" block loading={acting.isPending}>
        登记开票
      </Button>
    </Form>
  );
}
