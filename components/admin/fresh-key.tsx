"use client";

import { CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { NewServiceKeyView } from "@/lib/contracts/service-keys.ts";
import { Callout } from "../ui/callout.tsx";
import { useSay } from "../ui/say.tsx";
import styles from "./new-service-key.module.css";

interface FreshKeyProps {
  fresh: NewServiceKeyView;
  onStored: () => void;
  /** In a dialog, which has a frame of its own. */
  inDialog?: boolean;
}

/** A key that was made just now: this is the only time that anybody sees it. */
export function FreshKey({ fresh, onStored, inDialog = false }: FreshKeyProps) {
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
    <section className={inDialog ? undefined : styles.fresh} aria-label="新密钥">
      <Callout type="warning" title="密钥只显示这一次，请现在存好">
        存进服务端的环境变量或密钥库；不要写进代码，也不要交给网页。离开这一页就再也看不到，丢了只能换一个。
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
