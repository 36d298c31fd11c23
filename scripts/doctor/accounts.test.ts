import { expect, test } from "vitest";
import { env, parseEnv } from "../../lib/env.ts";
import { anOrder } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { addMerchant, firstMerchant, setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { B, entryOf, useAccountsFile } from "../../lib/testing/merchants.ts";
import { configuration } from "../environment.mjs";
import { examineConfiguration } from "./configuration.ts";
import { examineDatabase } from "./database.ts";
import type { Finding } from "./finding.ts";
import { examineGateway } from "./gateway.ts";

useSandbox();
useDatabase();
const file = useAccountsFile();

const now = () => new Date();
const wordsOf = (findings: readonly Finding[]) => findings.map(({ level, what, fix }) => `${level}: ${what} → ${fix}`);

test("an account whose keys are missing is named, with its seller and how much waits for it", async () => {
  const examine = async () =>
    wordsOf(await examineDatabase(env(), env().alipay.accounts, now)).filter((words) => words.includes("收款账户"));
  const { orderSn } = await anOrder();
  expect(await examine()).toEqual([expect.stringMatching(/^ok: /)]);
  const opened = "update oms_payment_attempts set app_id = $1, seller_id = $2 where out_trade_no = $3";
  await query(opened, [B.appId, B.sellerId, orderSn]);
  const absent = wordsOf(await examineDatabase(env(), env().alipay.accounts, now)).filter((words) =>
    words.includes(B.appId),
  );
  expect(absent).toEqual([
    expect.stringMatching(
      /^error: 1 笔付款和 0 笔退款没有结果，.*（商户号 2088000000000102），.* → .*ALIPAY_ACCOUNTS_FILE/,
    ),
  ]);
});

test("each account is asked about, with keys and with certificates", async () => {
  await setAlipayClock(now());
  const certified = await addMerchant({ ...B, certificates: true });
  const first = await firstMerchant();
  const examine = async (changes: object) => {
    const accounts = [entryOf(certified, { active: true }), entryOf(first, changes)];
    const source = { ...configuration(), ALIPAY_PUBLIC_KEY: "", ALIPAY_ACCOUNTS_FILE: await file(accounts) };
    const configured = parseEnv(source);
    const findings = [...examineConfiguration(configured), ...(await examineGateway(configured, now))];
    return wordsOf(findings).filter((words) => words.includes("应用 "));
  };
  const found = await examine({});
  expect(found.filter((words) => !words.startsWith("ok"))).toEqual([]);
  expect(found.filter((words) => words.includes(B.appId))).toHaveLength(4);
  const wrong = await examine({ alipayPublicKey: certified.publicKey });
  expect(wrong.filter((words) => !words.startsWith("ok"))).toEqual([
    expect.stringMatching(/^error: 应用 9021000000000001：支付宝的回答验不过/),
  ]);
});
