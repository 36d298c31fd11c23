import type { ReactNode } from "react";
import { AccountMenu } from "./account-menu.tsx";
import { Brand } from "./brand.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { Nav } from "./nav.tsx";
import { Footer } from "./footer.tsx";
import { PortalReturn } from "./portal-return.tsx";
import type { Shop } from "./shop.ts";
import styles from "./shell.module.css";

interface ShellProps {
  shop: Shop;
  /** A page for the customers of a product: no ways into the rest of the shop. */
  isHosted: boolean;
  children: ReactNode;
}

/** What every page stands in: brand, places, colour mode, account; on a phone the places move to the foot. */
export function Shell({ shop, isHosted, children }: ShellProps) {
  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#content">
        跳到正文
      </a>
      <header className={styles.header}>
        <div className={styles.bar}>
          <Brand shop={shop} isLink={!isHosted} />
          {!isHosted && <Nav />}
          <div className={styles.tools}>
            <PortalReturn />
            <ModeSwitch />
            {!isHosted && <AccountMenu />}
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
