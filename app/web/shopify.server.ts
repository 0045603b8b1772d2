/**
 * Shopify's own library, configured once: session tokens, token exchange, the Admin API client.
 * Webhooks and the app proxy don't pass here (see ARCHITECTURE.md).
 */
import "@shopify/shopify-app-remix/server/adapters/node";
import {
  ApiVersion,
  AppDistribution,
  LogSeverity,
  type Session,
  shopifyApp,
} from "@shopify/shopify-app-remix/server";
import type { SessionStorage } from "@shopify/shopify-app-session-storage";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import type { AccessWatch } from "./access-watch.server.ts";
import { devStoreFetch } from "./dev-store-fetch.server.ts";

export const ADMIN_API_VERSION = ApiVersion.July26;

export interface ShopifyEnv {
  SHOPIFY_API_KEY: string;
  SHOPIFY_API_SECRET: string;
  SHOPIFY_APP_URL: string;
  /** Comma-separated, as `shopify app dev` sets it. */
  SCOPES: string;
  /** Present in the demo and in development: every call to a shop goes there instead. */
  DEV_STORE_URL?: string | undefined;
}

export interface Installation {
  shopDomain: string;
  /** The scopes that the shop granted, comma-separated. */
  scopes: string;
}

export type LogLevel = "error" | "warn" | "info" | "debug";

interface ShopifyOptions {
  env: ShopifyEnv;
  sessionStorage: SessionStorage;
  /** Called after each token exchange, so more than once per shop: it must be idempotent. */
  onInstalled: (installation: Installation) => Promise<void>;
  log: (level: LogLevel, message: string) => void;
  /** Told of what Shopify's answers say of the access at a shop. */
  access: AccessWatch;
}

export type Shopify = ReturnType<typeof createShopify>;

export function createShopify({ env, sessionStorage, onInstalled, log, access }: ShopifyOptions) {
  if (env.DEV_STORE_URL) setAbstractFetchFunc(devStoreFetch(env.DEV_STORE_URL));
  const shopify = shopifyApp({
    apiKey: env.SHOPIFY_API_KEY,
    apiSecretKey: env.SHOPIFY_API_SECRET,
    appUrl: env.SHOPIFY_APP_URL,
    scopes: env.SCOPES.split(",").map((scope) => scope.trim()),
    apiVersion: ADMIN_API_VERSION,
    distribution: AppDistribution.AppStore,
    sessionStorage,
    future: {
      unstable_newEmbeddedAuthStrategy: true,
      // Public apps must use expiring offline tokens from 2027-01-01.
      expiringOfflineAccessTokens: true,
    },
    hooks: {
      afterAuth: async ({ session }: { session: Session }) => {
        await onInstalled({ shopDomain: session.shop, scopes: session.scope ?? "" });
      },
    },
    logger: {
      level: LogSeverity.Warning,
      log: (severity, message) => log(LEVELS[severity], message),
    },
  });
  return { ...shopify, access };
}

const LEVELS: Record<LogSeverity, LogLevel> = {
  [LogSeverity.Error]: "error",
  [LogSeverity.Warning]: "warn",
  [LogSeverity.Info]: "info",
  [LogSeverity.Debug]: "debug",
};
