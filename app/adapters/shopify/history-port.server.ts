/** What an import needs of the world outside: Shopify's own preparation of a history, and files. */
import type { AdminExchange } from "./admin-answer.ts";
import type { AdminCall } from "./admin-api.server.ts";
import {
  askForHistory,
  askForRefunds,
  lookAtHistory,
  type Prepared,
  type RefundsAnswer,
  type WantedRefund,
} from "./bulk-history.server.ts";
import { assembleOrder } from "./bulk-lines.server.ts";
import { historyBlocks } from "./history-blocks.server.ts";

export type AskingOf = {
  call: (shopDomain: string) => AdminCall;
  exchange: (shopDomain: string) => AdminExchange;
  hasToken: (shopDomain: string) => Promise<boolean>;
};

export function historyPort({ call, exchange, hasToken }: AskingOf) {
  return {
    canAsk: hasToken,
    askForAll: (shop: string) => askForHistory(call(shop)),
    lookAt: (shop: string, operationId: string): Promise<Prepared> =>
      lookAtHistory(call(shop), operationId),
    blocks: historyBlocks,
    assemble: assembleOrder,
    refunds: (shop: string, wanted: readonly WantedRefund[]): Promise<RefundsAnswer> =>
      askForRefunds(exchange(shop), call(shop), wanted),
  };
}
