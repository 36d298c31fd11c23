"use client";

import { CopyOutlined } from "@ant-design/icons";
import { Button, Form } from "antd";
import type { NewServiceKeyView } from "@/lib/contracts/credits.ts";
import { TextField } from "../accounts/text-field.tsx";
import { Callout, OtherRefusal } from "../ui/callout.tsx";
import { useSay } from "../ui/say.tsx";
import styles from "./new-service-key.module.css";
import { useCreateServiceKey } from "./queries.ts";

/** A name first; then, once, the key. */
export function NewServiceKey() {
  const creating = useCreateServiceKey();
  const { error } = creating;
  if (creating.data) return <FreshKey fresh={creating.data} onStored={creating.reset} />;
  return (
    <section className={styles.form} aria-label="新建密钥">
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ name }: { name?: string }) => creating.mutate({ name: name ?? "" })}
      >
        <div className={styles.name}>
          <TextField
            name="name"
            label="名称"
            type="text"
            autoComplete="off"
            error={error}
            hint="谁来用，例如：画图服务"
          />
        </div>
        <OtherRefusal error={error} fields={["name"]} otherwise="没有建成，请重试" />
        <Button type="primary" htmlType="submit" size="large" loading={creating.isPending}>
          新建密钥
        </Button>
      </Form>
    </section>
  );
}

function FreshKey({ fresh, onStored }: { fresh: NewServiceKeyView; onStored: () => void }) {
  const say = useSay();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(fresh.key);
      say({ tone: "success", text: "已复制" });
    } catch {
      say({ tone: "error", text: "浏览器没有允许复制，请选中密钥自己复制" });
    }
  };
  return (
    <section className={styles.fresh} aria-label="新密钥">
      <Callout type="warning" title="密钥只显示这一次，请现在存好">
        存进服务端的环境变量或密钥库；不要写进代码，也不要交给网页。离开这一页就再也看不到，丢了只能撤销重建。
      </Callout>
      <p>{fresh.name}</p>
      <code className={styles.key}>{fresh.key}</code>
      <div className={styles.buttons}>
        <Button type="primary" icon={<CopyOutlined aria-hidden />} autoFocus onClick={() => void copy()}>
          复制密钥
        </Button>
        <Button onClick={onStored}>已存好</Button>
      </div>
    </section>
  );
}
