import type { MetadataRoute } from "next";
import { connection } from "next/server";
import { currentShop } from "./current-shop.ts";

const PAPER = "#F7F5F0";

/** What makes the shop installable, under its own name. The icons have the sizes that browsers ask for, so they are ours. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  await connection();
  const { name } = await currentShop();
  return {
    name,
    short_name: name,
    description: "用支付宝购买积分与套餐，付款即到账。",
    lang: "zh-CN",
    id: "/",
    start_url: "/",
    scope: "/",
    display: "standalone",
    background_color: PAPER,
    theme_color: PAPER,
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png" },
      { src: "/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
