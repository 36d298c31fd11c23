"use client";

import { CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { Callout } from "../ui/callout.tsx";
import { useSay } from "../ui/say.tsx";
import styles from "./webhooks.module.css";

/** A secret that is shown this once. */
export function FreshSecret({ about, secret, onStored }: { about: string; secret: string; onStored: () => void }) {
  const say = useSay();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      say({ tone: "success", text: "已复制" });
    } catch {
      say({ tone: "error", text: "浏览器没有允许复制，请选中密钥自己复制" });
    }
  };
  return (
    <section className={styles.card} aria-label="签名密钥">
      <Callout type="warning" title="签名密钥只显示这一次，请现在存好">
        产品的后端用它验证消息确实是这里发的。丢了就再换一次。
      </Callout>
      <p>{about}</p>
      <code className={styles.secret}>{secret}</code>
      <div className={styles.buttons}>
        <Button type="primary" icon={<CopyOutlined aria-hidden />} autoFocus onClick={() => void copy()}>
          复制密钥
        </Button>
        <Button onClick={onStored}>已存好</Button>
      </div>
    </section>
  );
}
