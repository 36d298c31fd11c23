"use client";

import { LoadingOutlined } from "@ant-design/icons";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import zhCN from "antd/locale/zh_CN";
import { useState, type ReactNode } from "react";
import { ApiError } from "@/components/data/api-client.ts";
import { AccountWatch } from "@/components/shell/account-watch.tsx";
import { MemberProvider } from "@/components/shell/member.tsx";
import { ModeProvider, useMode } from "@/components/shell/mode.tsx";
import { Motion } from "@/components/shell/motion.tsx";
import { StyleRegistry } from "@/components/shell/style-registry.tsx";
import { themeOf } from "@/components/shell/theme.ts";
import type { RememberedMode } from "@/components/shell/theme-mode.ts";
import { VisitProvider, type Visit } from "@/components/shell/visit.tsx";
import { SayProvider } from "@/components/ui/say.tsx";
import type { MemberView } from "@/lib/contracts/accounts.ts";

/** antd's own loading icon stays behind, unseen and read aloud, when the answer is quicker than its entrance. */
const BUTTON = { autoInsertSpace: false, loadingIcon: <LoadingOutlined aria-hidden /> };

/** What opens inside a dialog belongs into it: whatever lies outside is hidden from a screen reader meanwhile. */
function popupContainer(trigger?: HTMLElement): HTMLElement {
  return trigger?.closest<HTMLElement>(".ant-modal-container") ?? document.body;
}

/** Retries only requests without an answer. */
function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.isTransient,
      },
    },
  });
}

interface ProvidersProps {
  nonce: string | undefined;
  mode: RememberedMode;
  member: MemberView | null;
  visit: Visit;
  children: ReactNode;
}

export function Providers({ nonce: given, mode, member, visit, children }: ProvidersProps) {
  const [queryClient] = useState(newQueryClient);
  // The policy of a document holds as long as the document; what the server draws anew within it comes with another nonce.
  const [nonce] = useState(given);
  return (
    <StyleRegistry nonce={nonce}>
      <ModeProvider remembered={mode}>
        <QueryClientProvider client={queryClient}>
          <MemberProvider member={member}>
            <VisitProvider visit={visit}>
              <Themed nonce={nonce}>{children}</Themed>
            </VisitProvider>
          </MemberProvider>
        </QueryClientProvider>
      </ModeProvider>
    </StyleRegistry>
  );
}

function Themed({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const { mode } = useMode();
  return (
    <ConfigProvider
      locale={zhCN}
      theme={themeOf(mode)}
      csp={nonce ? { nonce } : {}}
      wave={{ disabled: true }}
      getPopupContainer={popupContainer}
      button={BUTTON}
    >
      <Motion>
        <SayProvider>
          <AccountWatch />
          {children}
        </SayProvider>
      </Motion>
    </ConfigProvider>
  );
}
