import type { Shop } from "./shop.ts";
import styles from "./shell.module.css";

/** Where the ministry shows what is filed under a number. */
const REGISTER = "https://beian.miit.gov.cn/";

/** Whose shop it is, and what it must point to. */
export function Footer({ shop: { name, termsUrl, privacyUrl, filingNumber } }: { shop: Shop }) {
  const links = [
    { text: "服务条款", href: termsUrl },
    { text: "隐私政策", href: privacyUrl },
    { text: filingNumber, href: filingNumber && REGISTER },
  ].filter(({ href }) => href !== null);
  return (
    <footer className={styles.footer}>
      <p>{`${name} · 付款由支付宝处理，钱、积分与天数随时可对账`}</p>
      {links.length > 0 && (
        <p className={styles.links}>
          {links.map(({ text, href }) => (
            <a key={text} href={href!} target="_blank" rel="noreferrer">
              {text}
            </a>
          ))}
        </p>
      )}
    </footer>
  );
}
