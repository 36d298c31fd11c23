"use client";

import { Button } from "antd";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Callout, Refusal } from "../ui/callout.tsx";
import { useSay } from "../ui/say.tsx";
import { useSaveMark } from "./queries.ts";
import { markOf } from "./mark-picture.ts";
import styles from "./settings.module.css";

/** The shop's mark: any picture that the browser can draw, made small by it. It is saved when it is chosen. */
export function ShopMark({ mark }: { mark: string | null }) {
  const say = useSay();
  const router = useRouter();
  const saving = useSaveMark();
  const input = useRef<HTMLInputElement>(null);
  const [isUnreadable, setUnreadable] = useState(false);
  const save = (png: string | null, text: string) =>
    saving.mutate(png, {
      onSuccess: () => {
        say({ tone: "success", text });
        // The head of this very page is drawn by the server.
        router.refresh();
      },
    });
  const choose = async (file: File) => {
    const png = await markOf(file).catch(() => null);
    setUnreadable(png === null);
    if (png !== null) save(png, "已换上");
  };
  return (
    <div className={styles.mark}>
      {mark && (
        // eslint-disable-next-line @next/next/no-img-element -- small, kept for good, and served by ourselves
        <img src={`/api/mark/${mark}`} alt="商店现在的标志" width={48} height={48} />
      )}
      <input
        ref={input}
        type="file"
        accept="image/png,image/webp,image/svg+xml,image/jpeg"
        aria-label="商店的标志"
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          target.value = "";
          if (file) void choose(file);
        }}
      />
      <Button loading={saving.isPending} onClick={() => input.current?.click()}>
        {mark ? "换一个标志" : "选一个标志"}
      </Button>
      {mark && (
        <Button danger disabled={saving.isPending} onClick={() => save(null, "已撤下")}>
          撤下
        </Button>
      )}
      <p>显示在页头和浏览器标签上。方形的图片最好，PNG、SVG、WebP、JPEG 都可以，保存时会缩小。</p>
      {isUnreadable && <Callout type="error" title="这张图片读不出来，请换一张" />}
      {saving.error && <Refusal error={saving.error} otherwise="没有保存成功，请重试" />}
    </div>
  );
}
