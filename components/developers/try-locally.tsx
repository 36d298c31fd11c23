import { Section } from "../ui/section.tsx";
import { Code } from "./code.tsx";
import styles from "./developers.module.css";

/** How to try everything on a developer's own machine. */
export function TryLocally({ origin }: { origin: string }) {
  return (
    <Section title="在自己的机器上试">
      <div className={styles.stack}>
        <p>
          不用支付宝的账号，也不用联网。在这套软件的代码文件夹里运行下面这条，它会装好并启动数据库、本地的支付宝和商店，打印地址与演示账号：
        </p>
        <Code label="启动演示" text="npm run demo" />
        <p>
          用打印的管理员账号新建密钥，走一遍快速开始。付款时到的是本地支付宝的收银台：选一位测试买家，支付密码
          <code translate="no">111111</code>
          ，钱是假的，通知、退款、对账单都与真的一样来。它的控制台可以看每一次通知，也可以播放故障：通知丢失、重复、迟到，网关超时。
        </p>
        <p>
          你的程序与商店在同一台机器上，接收地址直接写 <code translate="no">http://127.0.0.1</code>{" "}
          开头的就行。商店在别处时，事件推不到没有公网地址的机器，就在那里运行下面这条来取。它用环境变量里的密钥读事件，打印出来，签好名转发给你的程序：
        </p>
        <Code label="在本机接收事件" text={`npm run listen -- --url ${origin} --forward http://127.0.0.1:4000/hook`} />
        <p>
          它会打印这一次的签名密钥；<code translate="no">--secret</code> 指定一个，<code translate="no">--all</code>
          从保留的第一个事件开始。登记好的地址则可以用
          <code translate="no">{"POST /api/v1/webhook-endpoints/{id}/test"}</code>
          让商店现在发一条，回答里写明你的程序怎么说。
        </p>
      </div>
    </Section>
  );
}
