"use client";

import { Button, Form } from "antd";
import { useState, type ReactNode } from "react";
import { OtherRefusal } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { ReasonField } from "../ui/reason-field.tsx";
import { useSay } from "../ui/say.tsx";
import styles from "./member-acts.module.css";

interface Acting<Body, Answer> {
  readonly error: Error | null;
  readonly isPending: boolean;
  readonly mutate: (body: Body, on: { onSuccess: (answer: Answer) => void }) => void;
}

interface FormProps<Body, Answer> {
  readonly acting: Acting<Body, Answer>;
  /** What the button says that does it. */
  readonly confirm: string;
  readonly danger?: boolean;
  /** What follows, said beforehand, and the fields beside the reason. */
  readonly children: ReactNode;
  /** The fields beside the reason that say themselves what is wrong with them. */
  readonly fields?: readonly string[];
  readonly initial?: object;
  readonly bodyOf: (values: Body) => Body;
  /** Said when it is done. */
  readonly said: (answer: Answer) => string;
  readonly onDone: () => void;
}

/** An act on a member, with the reason that every one needs. */
export function ActForm<Body, Answer>(props: FormProps<Body, Answer>) {
  const { acting, confirm, danger = false, children, fields = [], initial = {}, bodyOf, said, onDone } = props;
  const say = useSay();
  const { error } = acting;
  const act = (values: Body) =>
    acting.mutate(bodyOf(values), {
      onSuccess: (answer) => {
        say({ tone: "success", text: said(answer) });
        onDone();
      },
    });
  return (
    <Form layout="vertical" requiredMark={false} initialValues={{ reason: "", ...initial }} onFinish={act}>
      {children}
      <ReasonField label="理由（必填，记入审计）" error={error} />
      <OtherRefusal error={error} fields={["reason", ...fields]} otherwise="没有办成，请重试" />
      <div className={styles.do}>
        <Button type="primary" danger={danger} htmlType="submit" size="large" block loading={acting.isPending}>
          {confirm}
        </Button>
      </div>
    </Form>
  );
}

interface ActDialogProps {
  /** What the button says that opens it, and the dialog's title. */
  readonly label: string;
  readonly danger?: boolean;
  readonly children: (close: () => void) => ReactNode;
}

/** A button and the dialog that it opens; each opening begins anew. */
export function ActDialog({ label, danger = false, children }: ActDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const close = () => setIsOpen(false);
  return (
    <>
      <Button danger={danger} onClick={() => setIsOpen(true)}>
        {label}
      </Button>
      <Dialog open={isOpen} title={label} onClose={close}>
        {children(close)}
      </Dialog>
    </>
  );
}
