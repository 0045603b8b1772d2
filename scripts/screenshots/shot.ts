/** One picture: where it is taken, by whom, and what must be seen on it. */
import type { Page } from "playwright-core";

/** A guest has never logged in, a member has bought, a newcomer is logged in and has neither bought nor joined. */
export type Who = "guest" | "member" | "newcomer";

export interface Shot {
  name: string;
  url: string;
  who: Who;
  /** What must be seen before the picture is taken. */
  shows?: string | RegExp;
  /** The page stands inside the stand-in for the Shopify admin: look into its frame. */
  embedded?: boolean;
  /** What a person does on the page first. */
  first?: (page: Page) => Promise<unknown>;
  /** The app does not answer the storefront. */
  appFails?: boolean;
  /** The picture is of what is in view, as where something covers the page. */
  inView?: boolean;
  /** Complaints of the console that belong to the page. */
  expected?: RegExp;
}

/** What the running demo has to show. */
export interface Place {
  app: string;
  store: string;
  cookies: Record<Who, string | null>;
  /** The handle of something that is sold, and the id of its first variant. */
  product: string;
  variant: string;
  /** The ids of the member and of their last order. */
  customer: string;
  order: string;
}
