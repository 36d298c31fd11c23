import { z } from "zod";
import { instant } from "./values.ts";

/** What a back end says of a visit to the portal; whose it is is said beside it. */
const portalRequest = z.strictObject({
  returnUrl: z.string().min(1).max(2_000).exactOptional().describe("「返回」去哪里；默认没有这个按钮"),
});
export type PortalRequest = z.infer<typeof portalRequest>;

export const portalSession = z
  .strictObject({
    url: z.url().describe("把买家送到这里；只能用一次"),
    expireTime: instant.describe("到这时还没有打开就失效"),
  })
  .meta({ id: "PortalSession" });
export type PortalSession = z.infer<typeof portalSession>;
