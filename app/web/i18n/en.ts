/** Every sentence that the app's pages show, in one place, so that a second language can be added. */
export const words = {
  appName: "Perennial",
  problems: {
    notFound: {
      title: "There is no page here",
      explanation:
        "The address may have been typed wrongly, or the page has moved. Nothing was changed.",
    },
    notAllowed: {
      title: "Open Perennial from your Shopify admin",
      explanation:
        "This page is part of the admin of a shop and needs its session. Nothing was changed. In your Shopify admin, choose Apps, then Perennial.",
    },
    failed: {
      title: "This page could not be shown",
      explanation:
        "Something failed on our side while the page was made. Points and orders are not affected: they are kept apart from the pages. Try again; if it fails again, the operator finds the reason in the app's log.",
    },
  },
  home: {
    title: "Home",
    intakeTitle: "Order intake",
    showingTitle: "On the storefront",
    figuresTitle: "Your program so far",
    members: "Members",
    membersHint: "Customers enrolled by an order or by joining",
    orders: "Orders",
    ordersHint: "Orders known to the app, counted once each",
    pointsOutstanding: "Points outstanding",
    pointsOutstandingHint: "What members can still spend",
    pointsEarned: "Points earned",
    pointsEarnedHint: "All points granted since the start",
    emptyTitle: "Your first order starts it",
    emptyText:
      "Points appear here as soon as a customer pays for an order. There is nothing to set up: orders arrive from Shopify by themselves, and the default program applies.",
  },
  intake: {
    none: "Waiting for the first delivery from Shopify",
    upToDate: (newest: string) => `Up to date. Newest delivery ${newest} ago`,
    settling: (waiting: string, lag: string) => `Settling ${waiting}, the oldest ${lag} old`,
    behind: (waiting: string, lag: string) =>
      `Behind by ${lag}, ${waiting} waiting. Nothing is lost; points follow when they are settled`,
    parked: (parked: string) =>
      `${parked} set aside with an error. Nothing is lost: an operator can read the error and retry`,
    deliveries: (count: number) => `${grouped(count)} ${count === 1 ? "delivery" : "deliveries"}`,
  },
  showing: {
    current: "Shoppers see their newest points",
    usual: (after: string) => `Shoppers see new points after ${after}`,
    underWay: (usual: string, waiting: number) => `${usual}; ${grouped(waiting)} waiting`,
    catchingUp: (customers: string) =>
      `Bringing the storefront up to date: ${customers} to go. Whoever shops now goes first`,
    late: (customers: string, oldest: string) =>
      `New points are late for ${customers}, the longest by ${oldest}. Nothing is lost; the storefront follows`,
    failing: (customers: string, problem: string | null) =>
      `Shopify did not take the newest points of ${customers}${problem === null ? "" : ` (${problem})`}. Nothing is lost; it is tried again by itself`,
    customers: (count: number) => `${grouped(count)} ${count === 1 ? "customer" : "customers"}`,
  },
  status: {
    title: "Perennial is running",
    titleDown: "Perennial is running without its database",
    intro:
      "Orders arrive from Shopify as signed webhooks and become exact, provable points. This page says what runs here.",
    runs: "What runs",
    app: "App",
    appUp: (version: string) => `Up, version ${version}`,
    database: "Database",
    databaseUp: { embedded: "Embedded PostgreSQL, reachable", external: "PostgreSQL, reachable" },
    databaseBehind: (pending: number) =>
      `Reachable, ${grouped(pending)} ${pending === 1 ? "migration waits" : "migrations wait"} to be applied`,
    databaseDown: "Not reachable. Webhooks are refused and Shopify sends them again",
    intake: "Order intake",
    showing: "On the storefront",
    unknown: "Unknown until the database answers",
    counts: "In the ledger",
    shops: "Shops",
    members: "Members",
    orders: "Orders",
    entries: "Ledger entries",
    links: "Where to go",
    admin: "Merchant admin",
    adminHint: "The app inside the dev store's stand-in for the Shopify admin",
    devStore: "Dev store",
    devStoreHint: "The stand-in for a Shopify store: its customers, orders and control API",
    health: "Health",
    healthHint: "The process is up",
    ready: "Readiness",
    readyHint: "The database is reachable and migrated",
    metrics: "Metrics",
    metricsHint: "Prometheus text",
  },
  openFromAdmin: "Sign-in",
} as const;

const LOCALE = "en";

export function grouped(count: number): string {
  return new Intl.NumberFormat(LOCALE).format(count);
}

/** "0.4 seconds", "3 minutes": a tenth of a second where that is telling. */
export function secondsText(seconds: number): string {
  if (seconds >= 10) return duration(seconds);
  const tenths = Math.max(0.1, Math.round(seconds * 10) / 10);
  return `${new Intl.NumberFormat(LOCALE).format(tenths)} ${tenths === 1 ? "second" : "seconds"}`;
}

const UNITS = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const;

/** "2 minutes": one unit, rounded down, never "0 seconds". */
export function duration(seconds: number): string {
  const atLeastOne = Math.max(1, Math.floor(seconds));
  const found = UNITS.find((each) => atLeastOne >= each.seconds) ?? UNITS[3];
  const count = Math.floor(atLeastOne / found.seconds);
  return `${grouped(count)} ${found.unit}${count === 1 ? "" : "s"}`;
}
