/**
 * What a page may ask of the app. The composition root builds the one object that fulfils it and
 * hands it to Remix as `context.app`; pages import this type and nothing else.
 */
import type { AdminVisits } from "./admin-visits.server.ts";
import type { DeliveriesPages } from "./deliveries-pages.server.ts";
import type { HomePages } from "./home-pages.server.ts";
import type { MemberPages } from "./member-pages.server.ts";
import type { MembersPages } from "./members-pages.server.ts";
import type { SettingsPages } from "./settings-pages.server.ts";
import type { Shopify } from "./shopify.server.ts";

export interface AppContext {
  /** True in the demo and in development: the root page may show figures to anyone. */
  readonly demo: boolean;
  readonly settings: PublicSettings;
  readonly shopify: Shopify;
  /** For a visit that authenticate.admin vouched for: ends an installation that was interrupted. */
  finishInstallation(session: { shop: string; scope?: string | undefined }): Promise<void>;
  readonly visits: AdminVisits;
  readonly home: HomePages;
  readonly deliveries: DeliveriesPages;
  readonly settingsPages: SettingsPages;
  readonly member: MemberPages;
  readonly members: MembersPages;
  /** What runs, for the page at the root. Never throws: an unreachable database is a status. */
  status(): Promise<Status>;
  /** A bug that a page ran into, for the log; `where` is "GET /app", without the query. */
  reportError(error: unknown, where: string): void;
}

/** Settings that may reach a browser. */
export interface PublicSettings {
  /** SHOPIFY_API_KEY: Shopify calls it the client id, it is public. */
  readonly apiKey: string;
  /** Where App Bridge is loaded from: Shopify's CDN, or the dev store's stand-in. */
  readonly appBridgeUrl: string;
  /** SHOPIFY_APP_URL, an origin. */
  readonly appUrl: string;
  /** The dev store's public origin; null in production. */
  readonly devStoreUrl: string | null;
}

export interface Status {
  readonly version: string;
  readonly database: {
    readonly kind: "embedded" | "external";
    readonly reachable: boolean;
    /** Migrations that wait to be applied; null when the database can't be asked. */
    readonly pendingMigrations: number | null;
  };
  /** Null when the database can't be asked. */
  readonly intake: Intake | null;
  /** What shoppers see, over all shops. Null when the database can't be asked. */
  readonly showing: Showing | null;
  readonly counts: Counts | null;
}

export interface Intake {
  /** Deliveries stored and not yet settled. */
  readonly waiting: number;
  /** Age of the oldest of them; null when none waits. */
  readonly lagSeconds: number | null;
  /** Deliveries set aside with their error, for a human. */
  readonly parked: number;
  /** When the newest delivery came in, ISO 8601 UTC; null before the first. */
  readonly lastReceivedAt: string | null;
}

export interface Showing {
  /** Customers active within the last day whose newest state shoppers don't see yet. */
  readonly news: number;
  /** How long the longest of them waits; null when none does or it isn't known. */
  readonly newsOldestSeconds: number | null;
  /** Others of whom something is still to be shown. */
  readonly history: number;
  /** Of all of them, those that Shopify didn't take yet. */
  readonly failing: number;
  /** Why it didn't; null where several shops are spoken of. */
  readonly problem: string | null;
  /** How soon news is shown, usually; null when there was none since the start of this process. */
  readonly usualLagMs: number | null;
}

export interface Counts {
  readonly shops: number;
  readonly members: number;
  readonly orders: number;
  readonly entries: number;
}

declare module "@remix-run/server-runtime" {
  interface AppLoadContext {
    app: AppContext;
  }
}
