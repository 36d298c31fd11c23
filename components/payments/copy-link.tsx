"use client";

import { CopyOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef, useState } from "react";
import styles from "./copy-link.module.css";

const SAID = {
  copied: "链接已复制。打开浏览器，粘贴到地址栏。",
  selected: "这里不让网页复制。链接已经选中，请长按（电脑上按 Ctrl+C）自己复制。",
};

/** A link to be opened elsewhere, and a button that copies it; where that is refused the link is selected. `label`: what it leads to. */
export function CopyLink({ link, label }: { link: string; label: string }) {
  const field = useRef<HTMLInputElement>(null);
  const [done, setDone] = useState<keyof typeof SAID | null>(null);
  const copy = async () => {
    setDone(null);
    const isCopied = await writeToClipboard(link);
    setDone(isCopied || copySelected(field.current!) ? "copied" : "selected");
  };
  return (
    <div>
      <div className={styles.row}>
        <input
          ref={field}
          className={styles.link}
          aria-label={label}
          value={link}
          readOnly
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Button icon={<CopyOutlined aria-hidden />} onClick={() => void copy()}>
          复制链接
        </Button>
      </div>
      <p role="status" className={styles.said}>
        {done && SAID[done]}
      </p>
    </div>
  );
}

async function writeToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Refused, or not there at all: the caller has another way.
    return false;
  }
}

/** The older way, which many built-in browsers still allow; afterwards the text is selected in any case. */
function copySelected(field: HTMLInputElement): boolean {
  field.focus();
  field.setSelectionRange(0, field.value.length);
  return document.execCommand("copy");
}
