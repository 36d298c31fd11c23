import { useState } from "react";
import type { ExportView } from "@/lib/contracts/exports.ts";
import { count } from "../ui/money.tsx";
import styles from "./exports.module.css";

async function sha256Of(file: File): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Says of a file on the reader's disk whether it is one of these exports, and whole. It does not leave the browser. */
export function CheckFile({ exported }: { exported: readonly ExportView[] }) {
  const [verdict, setVerdict] = useState("");
  const check = async (file: File) => {
    setVerdict("正在核对");
    const sum = await sha256Of(file);
    const same = exported.find(({ finished }) => finished?.sha256 === sum)?.finished;
    setVerdict(same ? `完整：${count(same.rows)} 行` : "与最近的导出都不同：不完整，改动过，或者不在下表里");
  };
  return (
    <div className={styles.check}>
      <label>
        <span>核对一个文件：</span>
        <input
          type="file"
          accept=".csv"
          onChange={({ target }) => {
            const file = target.files?.[0];
            if (file) check(file).catch(() => setVerdict("没有读成这个文件，请重试"));
          }}
        />
      </label>
      <span role="status">{verdict}</span>
    </div>
  );
}
