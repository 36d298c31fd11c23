import type { ReactNode } from "react";
import { AccountMenu } from "./account-menu.tsx";
import { Brand } from "./brand.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { Nav } from "./nav.tsx";
import { Footer } from "./footer.tsx";
import type { Shop } from "./shop.ts";
import styles from "./shell.module.css";

/** What every page stands in: brand, places, colour mode, account; on a phone the places move to the foot. */
export function Shell({ shop, children }: { shop: Shop; children: ReactNode }) {
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        跳到正文
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <Brand shop={shop} />
          <Nav />
          <div className={styles.tools}>
            <ModeSwitch />
            <AccountMenu />
          </div>
        </div>
      </header>
      <main id="content" tabIndex={-1} className={styles.main}>
        {children}
      </main>
      <Footer shop={shop} />
    </div>
  );
}
