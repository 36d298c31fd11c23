"use client";

import { Button } from "antd";
import Link from "next/link";
import { useId, type ReactNode } from "react";
import styles from "./menu.module.css";

interface MenuProps {
  /** What the button is, for those who do not see it. */
  label: string;
  icon: ReactNode;
  /** Beside the icon. */
  text?: ReactNode;
  /** MenuLink, MenuButton, MenuText; `id` names the list that they close. */
  children: (id: string) => ReactNode;
}

/** A button and the short list it opens. The browser opens and closes it (Esc, a click beside it), also before scripts run. */
export function Menu({ label, icon, text, children }: MenuProps) {
  const id = useId();
  return (
    <span className={styles.anchor}>
      <Button type="text" icon={icon} aria-label={label} popoverTarget={id}>
        {text}
      </Button>
      <div id={id} popover="auto" className={styles.list} role="group" aria-label={label}>
        {children(id)}
      </div>
    </span>
  );
}

interface MenuButtonProps {
  list: string;
  isChosen?: boolean;
  onPress: () => void;
  children: ReactNode;
}

/** Does something, and closes the list. */
export function MenuButton({ list, isChosen, onPress, children }: MenuButtonProps) {
  return (
    <button
      type="button"
      className={styles.item}
      aria-pressed={isChosen}
      popoverTarget={list}
      popoverTargetAction="hide"
      onClick={onPress}
    >
      {children}
    </button>
  );
}

export function MenuText({ children }: { children: ReactNode }) {
  return <p className={styles.text}>{children}</p>;
}

/** Leads to a page, and closes the list. */
export function MenuLink({ list, href, children }: { list: string; href: string; children: ReactNode }) {
  return (
    <Link href={href} className={styles.item} onClick={() => document.getElementById(list)?.hidePopover()}>
      {children}
    </Link>
  );
}
