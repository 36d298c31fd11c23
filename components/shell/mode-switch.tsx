"use client";

import { BulbOutlined } from "@ant-design/icons";
import { Menu, MenuButton } from "../ui/menu.tsx";
import { useMode } from "./mode.tsx";
import type { ModeChoice } from "./theme-mode.ts";

const CHOICES = [
  { key: "light", label: "浅色" },
  { key: "dark", label: "深色" },
  { key: "system", label: "跟随系统" },
] as const satisfies { key: ModeChoice; label: string }[];

export function ModeSwitch() {
  const { choice, choose } = useMode();
  const chosen = CHOICES.find(({ key }) => key === choice);
  return (
    <Menu label={`外观：${chosen?.label}`} icon={<BulbOutlined />}>
      {(list) =>
        CHOICES.map(({ key, label }) => (
          <MenuButton key={key} list={list} isChosen={key === choice} onPress={() => choose(key)}>
            {label}
          </MenuButton>
        ))
      }
    </Menu>
  );
}
