import { PORTAL_LINK_MS, REQUEST_KEPT_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { Facts } from "../ui/facts.tsx";
import { Section } from "../ui/section.tsx";

/** Numbers of the service's limits. */
export interface ServiceLimits {
  readonly requests: number;
  readonly seconds: number;
  readonly bodyKilobytes: number;
}

/** What holds for every address. */
export function Conventions({ limits: { requests, seconds, bodyKilobytes } }: { limits: ServiceLimits }) {
  return (
    <Section title="约定">
      <Facts
        facts={[
          { label: "金额", value: "整数分，字段名以 Fen 结尾" },
          { label: "时间", value: "ISO 8601，带时区" },
          { label: "客户编号", value: "1 到 128 个字母、数字或 . _ : @ -，不能只是 . 或 .." },
          { label: "幂等（积分）", value: "每个业务号只做一次；同一个号换了内容是 409 BIZ_ID_REUSED" },
          {
            label: "幂等（其余 POST）",
            value: `带 Idempotency-Key：同一个键、同样的内容，回答相同；换了内容是 409。记 ${spanText(REQUEST_KEPT_MS)}`,
          },
          { label: "频率", value: `每个密钥 ${seconds} 秒 ${requests} 次，超过是 429 和 Retry-After` },
          { label: "大小", value: `请求最多 ${bodyKilobytes} KB；批量扣积分不受此限，一次最多 100 个` },
          {
            label: "翻页",
            value: "回答是 { data, next }；把 next 作为 after 再问，null 是没有了；limit 1 到 100，默认 20",
          },
          { label: "自助页面", value: `链接用一次，${spanText(PORTAL_LINK_MS)}内有效` },
        ]}
      />
    </Section>
  );
}
