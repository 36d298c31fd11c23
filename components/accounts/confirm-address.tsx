"use client";

import { Button } from "antd";
import { Callout, Refusal } from "../ui/callout.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import styles from "./account-form.module.css";
import { useLinkToken } from "./link-token.ts";
import { useConfirmAddress } from "./queries.ts";

/** Where the mailed link leads. A button, because some programs open every link of a mail before its reader does. */
export function ConfirmAddress() {
  const token = useLinkToken();
  const confirming = useConfirmAddress();
  const { error } = confirming;
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>确认邮箱</h1>
      {confirming.isSuccess ? (
        <Done />
      ) : token === "" ? (
        <Callout type="warning" title="链接不完整">
          请从邮件里重新打开链接；如果是复制的，请连同 # 后面的部分一起复制。
        </Callout>
      ) : (
        <>
          <p className={styles.text}>确认之后，订单关闭、套餐到期这些消息也会发到邮箱。</p>
          {error && <Refusal error={error} otherwise="没有确认成功，请重试" />}
          <Button
            type="primary"
            size="large"
            block
            loading={token === null || confirming.isPending}
            onClick={() => confirming.mutate(token ?? "")}
          >
            确认邮箱是我的
          </Button>
          {error && <AskAgain />}
        </>
      )}
    </div>
  );
}

function AskAgain() {
  return (
    <p className={styles.other}>
      <LinkButton href="/account/security">在账号安全里再要一封</LinkButton>
    </p>
  );
}

function Done() {
  return (
    <div role="status">
      <p className={styles.text}>邮箱已确认。</p>
      <LinkButton href="/" type="primary" size="large" block>
        去商店
      </LinkButton>
    </div>
  );
}
