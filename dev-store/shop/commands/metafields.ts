import type { Change } from "../state.ts";
import type { Decide } from "./command.ts";

export const setMetafields: Decide<"metafields.set"> = (shop, command) => ({
  changes: command.metafields.map((input): Change => {
    const known = shop.state.metafields.get(input.ownerGid)?.get(`${input.namespace}.${input.key}`);
    return {
      put: "metafield",
      value: {
        ...input,
        id: known?.id ?? shop.ids.take("metafield"),
        createdAt: known?.createdAt ?? command.at,
        updatedAt: command.at,
      },
    };
  }),
  events: [],
  id: null,
});

export const deleteMetafields: Decide<"metafields.delete"> = (_shop, command) => ({
  changes: command.metafields.map((metafield): Change => ({ drop: "metafield", ...metafield })),
  events: [],
  id: null,
});
