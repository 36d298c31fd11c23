"use client";

import { CopyOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useSay } from "../ui/say.tsx";
import styles from "./code.module.css";
import { Code } from "./code.tsx";
import { useLanguage } from "./language.tsx";
import { LANGUAGES, type Language } from "./snippets/step.ts";

interface CodeTabsProps {
  /** What the code does. */
  title: string;
  code: Readonly<Record<Language, string>>;
}

/** The same code in each language; choosing one chooses it everywhere on the page. */
export function CodeTabs({ title, code }: CodeTabsProps) {
  const [language, choose] = useLanguage();
  const say = useSay();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code[language]);
      say({ tone: "success", text: "已复制" });
    } catch {
      say({ tone: "error", text: "浏览器没有允许复制，请选中代码自己复制" });
    }
  };
  return (
    <div>
      <div className={styles.bar}>
        <Segmented<Language>
          aria-label={`${title}：用哪种语言`}
          options={[...LANGUAGES]}
          value={language}
          onChange={choose}
        />
        <Button
          type="text"
          size="small"
          icon={<CopyOutlined aria-hidden />}
          aria-label={`复制：${title}`}
          onClick={() => void copy()}
        >
          <span className={styles.word}>复制</span>
        </Button>
      </div>
      <Code label={`${title}，${language}`} text={code[language]} />
    </div>
  );
}
