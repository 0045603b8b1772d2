/** What an import needs of the world outside: Shopify's own preparation of a history, and files. */
import { historyBlocks } from "../adapters/shopify/history-blocks.server.ts";
import {
  askForHistory,
  askForRefunds,
  lookAtHistory,
} from "../adapters/shopify/bulk-history.server.ts";
import { assembleOrder } from "../adapters/shopify/bulk-lines.server.ts";
import type { HistoryPort } from "../use-cases/ports.ts";
import { adminCall, adminExchange } from "./admin-call.server.ts";
import type { Shopify } from "./shopify.server.ts";

export function historyPort(shopify: Shopify): HistoryPort {
  return {
    canAsk: async (shopDomain) => {
      const session = await shopify.sessionStorage.loadSession(`offline_${shopDomain}`);
      return session !== undefined;
    },
    askForAll: (shopDomain) => askForHistory(adminCall(shopify, shopDomain)),
    lookAt: (shopDomain, operationId) => lookAtHistory(adminCall(shopify, shopDomain), operationId),
    blocks: historyBlocks,
    assemble: assembleOrder,
    refunds: (shopDomain, wanted) =>
      askForRefunds(adminExchange(shopify, shopDomain), adminCall(shopify, shopDomain), wanted),
  };
}
