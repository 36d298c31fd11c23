"use client";

import { BulbOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";
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
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [...CHOICES],
        selectable: true,
        selectedKeys: [choice],
        onClick: ({ key }) => choose(key as ModeChoice),
      }}
    >
      <Button type="text" icon={<BulbOutlined />} aria-label={`外观：${chosen?.label}`} />
    </Dropdown>
  );
}
