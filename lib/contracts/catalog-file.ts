import { z } from "zod";
import { newPack, newPlan } from "./catalog-admin.ts";

const twice = "前面已经有同名的";

/** Refuses the second of two with the same name. */
function refuseTwins<Goods>(nameOf: (goods: Goods) => string, field: string) {
  return (goods: readonly Goods[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    goods.forEach((one, i) => {
      if (seen.has(nameOf(one))) context.addIssue({ code: "custom", path: [i, field], message: twice });
      seen.add(nameOf(one));
    });
  };
}

/** The whole catalogue as a file. A pack is known by its name and a plan by its code: they are the same in every database. */
export const catalogFile = z.strictObject({
  products: z.array(newPack).superRefine(refuseTwins(({ name }) => name, "name")),
  plans: z.array(newPlan).superRefine(refuseTwins(({ code }) => code, "code")),
});
export type CatalogFile = z.infer<typeof catalogFile>;
