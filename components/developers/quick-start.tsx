import Link from "next/link";
import type { ReactNode } from "react";
import { CHECKOUT_LIFE_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { Section } from "../ui/section.tsx";
import { CodeTabs } from "./code-tabs.tsx";
import styles from "./developers.module.css";
import { LanguageProvider } from "./language.tsx";
import { snippetsOf } from "./snippets/snippets.ts";
import { LANGUAGES, type Language, type Place, type StepName } from "./snippets/step.ts";

interface Step {
  readonly title: string;
  readonly about: ReactNode;
  readonly code: readonly StepName[];
  readonly after?: ReactNode;
}

const STEPS_TO_TAKE: readonly Step[] = [
  {
    title: "拿到密钥",
    about: (
      <p>
        管理员在<Link href="/admin/service-keys">服务密钥</Link>
        新建一个，勾选读取、客户、收银、积分、事件；要送积分、退款的，再勾选赠送、退款：一个密钥能做什么，以后不能改。密钥只出现一次，只放在后端，下面的程序从环境变量
        <code translate="no">SERVICE_KEY</code> 里读它。
      </p>
    ),
    code: ["begin"],
  },
  {
    title: "登记客户",
    about: (
      <p>
        用户在你的产品里叫什么，在这里就叫什么：<code translate="no">user_42</code>{" "}
        换成你自己的用户编号。重复登记无妨，用户不用再注册，也不用密码。
      </p>
    ),
    code: ["customer"],
  },
  {
    title: "查现状",
    about: <p>积分、套餐、没付的订单、在退的款，一次都有。每次要做决定时就查它，不必自己存一份。</p>,
    code: ["state"],
  },
  {
    title: "收钱",
    about: (
      <p>
        开一次付款，把买家的浏览器送到回答里的 <code translate="no">url</code>；付款页由商店提供，付完送回
        <code translate="no">successUrl</code>。它的网站要先在<Link href="/admin/settings">设置</Link>
        里写进「付款后可以送回哪些网站」。在售的商品和它们的编号见 <code translate="no">GET /api/v1/catalog</code>
        ；在电脑上，支付宝在新的窗口里打开。
      </p>
    ),
    code: ["checkout"],
    after: (
      <p>
        {`付款页 ${spanText(CHECKOUT_LIFE_MS)}内有效，只认第一个打开它的浏览器。买家回来的地址不证明任何事，以下一步的事件或再查现状为准。`}
      </p>
    ),
  },
  {
    title: "得知已经买好",
    about: (
      <p>
        登记一个接收地址，也可以在<Link href="/admin/events">事件推送</Link>里加。付款到账、积分发放之后，这里会收到一条
        <code translate="no">order.delivered</code>。先验签，再处理；同一个 <code translate="no">webhook-id</code>
        可能来两次，只算一次；15 秒内回答 2xx。
      </p>
    ),
    code: ["endpoint", "verify"],
  },
  {
    title: "扣积分",
    about: (
      <p>
        <code translate="no">bizId</code>{" "}
        是你自己的任务编号：同一个编号扣多少次都只扣一次，回答也相同，没收到回答就放心重发。不够时是 409{" "}
        <code translate="no">INSUFFICIENT_CREDITS</code>，一个也不扣。
      </p>
    ),
    code: ["consume"],
    after: (
      <p>
        事先不知道用多少：先 <code translate="no">reserve</code> 一个上限，做完 <code translate="no">commit</code>
        真正用掉的，没做成就 <code translate="no">release</code>，忘了的到时自动释放。
      </p>
    ),
  },
];

/** What each code of a step does, where a step has more than one. */
const CODE_TITLES: Readonly<Partial<Record<StepName, string>>> = { endpoint: "登记接收地址", verify: "验签" };

/** The shortest way from nothing to a purchase and a spent credit. */
export function QuickStart({ place }: { place: Place }) {
  const snippets = snippetsOf(place);
  const codeOf = (step: StepName) =>
    Object.fromEntries(LANGUAGES.map((language) => [language, snippets[language][step]])) as Record<Language, string>;
  return (
    <Section title="快速开始">
      <LanguageProvider>
        <ol className={styles.steps}>
          {STEPS_TO_TAKE.map(({ title, about, code, after }, index) => (
            <li key={title} className={styles.step}>
              <h3 className={styles.stepTitle}>{`${index + 1}. ${title}`}</h3>
              {about}
              {code.map((step) => (
                <CodeTabs key={step} title={CODE_TITLES[step] ?? title} code={codeOf(step)} />
              ))}
              {after}
            </li>
          ))}
        </ol>
      </LanguageProvider>
    </Section>
  );
}
