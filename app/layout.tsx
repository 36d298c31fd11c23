import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { unreadQuery } from "@/components/notices/queries.ts";
import { Shell } from "@/components/shell/shell.tsx";
import { MODE_COOKIE, MODE_SCRIPT, modeClass, readMode } from "@/components/shell/theme-mode.ts";
import type { Visit } from "@/components/shell/visit.tsx";
import { memberView } from "@/lib/accounts/view.ts";
import type { Member } from "@/lib/auth/session.ts";
import { REFUND_WINDOW_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { HOSTED_HEADER } from "@/lib/core/hosted.ts";
import { webviewOf } from "@/lib/core/webview.ts";
import { env } from "@/lib/env.ts";
import { cashierKindFor, sourceTypeOf } from "@/lib/http/device.ts";
import { countUnreadNotices } from "@/lib/notices/list-notices.ts";
import "./globals.css";
import { currentMember } from "./current-member.ts";
import { currentShop } from "./current-shop.ts";
import { FirstData, firstRead } from "./first-data.tsx";
import { Providers } from "./providers.tsx";

const DESCRIPTION = `用支付宝购买积分与套餐，付款即到账，${spanText(REFUND_WINDOW_MS)}内可退。`;

/** A function, because the public address is known when the server runs and not when it is built. */
export async function generateMetadata(): Promise<Metadata> {
  await connection();
  const { name, markUrl } = await currentShop();
  return {
    metadataBase: new URL(env().appUrl),
    title: { default: name, template: `%s · ${name}` },
    description: DESCRIPTION,
    icons: markUrl ? { icon: markUrl, apple: markUrl } : { icon: "/icon.svg", apple: "/apple-icon.png" },
    openGraph: {
      type: "website",
      siteName: name,
      locale: "zh_CN",
      description: DESCRIPTION,
      images: [{ url: "/share.png", width: 1200, height: 630, alt: `${name}：用支付宝买积分与套餐` }],
    },
    twitter: { card: "summary_large_image" },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1, viewportFit: "cover" };

/** What the navigation says to a member. */
function readsOf({ id }: Member) {
  return [firstRead(unreadQuery(), async () => ({ unread: await countUnreadNotices(id) }))];
}

function visitOf(request: Headers, member: Member | null): Visit {
  return {
    portal: member?.kind === "PORTAL" ? { returnUrl: member.returnUrl } : null,
    webview: webviewOf(request.get("user-agent") ?? ""),
    isPhone: sourceTypeOf(request) === "PHONE",
    hasPhoneCashier: cashierKindFor(request) === "WAP",
    canMail: env().mail !== null,
    providerName: env().oidc?.name ?? null,
    shopUrl: env().appUrl,
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const request = await headers();
  const nonce = request.get("x-nonce") ?? undefined;
  const mode = readMode((await cookies()).get(MODE_COOKIE)?.value);
  const isHosted = request.get(HOSTED_HEADER) === "yes";
  const [member, shop] = await Promise.all([isHosted ? null : currentMember(), currentShop()]);
  return (
    <html lang="zh-CN" className={modeClass(mode.mode)} data-mode={mode.mode}>
      <head>
        {/* The browser hides a nonce once it has read it, so the two sides never look equal. */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: MODE_SCRIPT }} />
      </head>
      {/* Whom the page was drawn for: every question of the page says it (components/data/api-client.ts). */}
      <body data-member={member ? String(member.id) : undefined}>
        <Providers nonce={nonce} mode={mode} member={member && memberView(member)} visit={visitOf(request, member)}>
          <FirstData reads={member ? readsOf(member) : []}>
            <Shell shop={shop} isHosted={isHosted}>
              {children}
            </Shell>
          </FirstData>
        </Providers>
      </body>
    </html>
  );
}
