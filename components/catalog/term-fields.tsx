import { Button, Form, InputNumber, Select } from "antd";
import { MAX_OTHER_TERMS } from "@/lib/core/terms.ts";
import { ApiError } from "../data/api-client.ts";
import styles from "./goods-form.module.css";

const UNITS = [
  { value: "DAY", label: "天" },
  { value: "WEEK", label: "周" },
  { value: "MONTH", label: "个月" },
  { value: "YEAR", label: "年" },
];

/** What the server says of the first line that is wrong, and which line that is. */
function issueAbout(error: Error | null): string | undefined {
  const issues = error instanceof ApiError ? error.issues : [];
  const issue = issues.find(({ field }) => field === "otherTerms" || field.startsWith("otherTerms."));
  const line = issue?.field.split(".")[1];
  return line === undefined ? issue?.message : `第 ${Number(line) + 1} 种：${issue!.message}`;
}

/** What a plan is sold for beside a month and a year: one line each. */
export function TermFields({ error }: { error: Error | null }) {
  const issue = issueAbout(error);
  return (
    <Form.Item
      label="其他时长"
      extra="例如 3 天的体验、1 周、3 个月。一个月和一年就是上面的月价和年价。"
      {...(issue ? { validateStatus: "error", help: issue } : {})}
    >
      <Form.List name="otherTerms">
        {(lines, { add, remove }) => (
          <div className={styles.terms}>
            {lines.map(({ key, name }, i) => (
              <div key={key} className={styles.line}>
                <Form.Item noStyle name={[name, "count"]}>
                  <InputNumber className={styles.count ?? ""} controls={false} aria-label={`时长 ${i + 1}：多少`} />
                </Form.Item>
                <Form.Item noStyle name={[name, "unit"]}>
                  <Select className={styles.unit ?? ""} options={UNITS} aria-label={`时长 ${i + 1}：单位`} />
                </Form.Item>
                <Form.Item noStyle name={[name, "price"]}>
                  <InputNumber
                    className={styles.number ?? ""}
                    controls={false}
                    suffix="元"
                    aria-label={`时长 ${i + 1}：价格`}
                  />
                </Form.Item>
                <Button type="text" onClick={() => remove(name)} aria-label={`去掉时长 ${i + 1}`}>
                  去掉
                </Button>
              </div>
            ))}
            {lines.length < MAX_OTHER_TERMS && (
              <Button block type="dashed" onClick={() => add({ unit: "DAY" })}>
                添加时长
              </Button>
            )}
          </div>
        )}
      </Form.List>
    </Form.Item>
  );
}
