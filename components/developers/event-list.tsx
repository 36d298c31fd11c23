import { eventExample } from "@/lib/contracts/event-examples.ts";
import { EVENT_TYPES } from "@/lib/contracts/events.ts";
import { Section } from "../ui/section.tsx";
import { Code } from "./code.tsx";
import styles from "./developers.module.css";

/** Every type of event, when it comes and what it looks like; and how events are sent. */
export function EventList() {
  return (
    <Section title="事件">
      <ul className={styles.points}>
        <li>
          按 Standard Webhooks 推送，事件与事实同时写下：有事实必有事件，有事件必有事实。至少送一次，重复的
          <code translate="no">webhook-id</code> 相同；同一位客户的按发生的次序。
        </li>
        <li>
          没有收到 2xx 就再试，从 5 秒后到 24
          小时后，一共九次，前后三天；还不行就放弃这一条，在推送记录里可以重发。连续五天没有一次成功，这个地址会停用。
        </li>
        <li>换签名密钥的一天里，新旧两个都签，头里有两个签名，有一个对就是真的。</li>
        <li>
          停机之后补上：<code translate="no">GET /api/v1/events?after=</code>
          接着见过的最后一个读下去，不会漏。事件保留三个月。
        </li>
      </ul>
      <div className={styles.events}>
        {EVENT_TYPES.map((type) => {
          const { when, event } = eventExample(type);
          return (
            <details key={type} className={styles.event}>
              <summary>
                <code translate="no">{type}</code> <span>{when}</span>
              </summary>
              <Code label={`${type} 的例子`} text={JSON.stringify(event, null, 2)} />
            </details>
          );
        })}
      </div>
    </Section>
  );
}
