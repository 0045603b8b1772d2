import { briefly, counted, grouped, lasting, listed } from "./wording.ts";

const orders = (count: number): string => counted(count, "order", "orders");
const members = (count: number): string => counted(count, "member", "members");
const deliveries = (count: number): string => counted(count, "delivery", "deliveries");
const customers = (count: number): string => counted(count, "customer", "customers");

/** Why an import that is under way rests. */
const waits: Readonly<Record<string, string>> = {
  "shopify-busy":
    "Shopify is preparing other files for apps of this shop. It is asked again every minute.",
  "refunds-not-asked-for":
    "Shopify could not be asked for the lines of some refunds; their amounts count.",
};

export const home = {
  title: "Home",
  today: {
    title: "What needs you today",
    nothing: "Nothing needs you today.",
    health: "How it runs",
    intake: "Order intake",
    storefront: "On the storefront",
    toDeliveries: "See deliveries",
  },
  toDo: {
    "access-lost": {
      title: "Shopify no longer lets Perennial in",
      text: "Orders still arrive, but nothing can be read from or shown in your shop. Opening the app again asks Shopify for access.",
      button: "Ask for access again",
    },
    "missing-scopes": {
      title: (count: number) =>
        count === 1 ? "A permission is missing" : `${grouped(count)} permissions are missing`,
      text: (scopes: string[]) =>
        `Without ${listed(scopes)} part of the program stands still. Points that were earned are kept.`,
      button: "Grant permissions",
    },
    "ledger-breaks": {
      title: (count: number) =>
        `The proof of the ledger found ${counted(count, "break", "breaks")}`,
      text: "A second calculation of the points disagrees with what was posted. Nothing was changed; see which members it concerns.",
      button: "See the proof",
    },
    parked: {
      title: (count: number) =>
        `${deliveries(count)} from Shopify ${count === 1 ? "was" : "were"} set aside`,
      text: "Nothing is lost: read the error, then try again. The points of these orders wait until then.",
      button: "See deliveries",
    },
    "data-requests": {
      title: (count: number) => `${customers(count)} asked for their data`,
      text: (day: string) =>
        `The oldest request is of ${day}. The law gives you 30 days; the file is ready to be handed over.`,
      button: "See requests",
    },
    behind: {
      title: (count: number) => `${deliveries(count)} wait to be settled`,
      text: (seconds: number) =>
        `Points are ${lasting(seconds)} behind. Nothing is lost; they follow when the deliveries are settled.`,
      button: "See deliveries",
    },
    differences: {
      title: (count: number) =>
        `${orders(count)} ${count === 1 ? "differs" : "differ"} from Shopify`,
      text: "The last comparison found them and could not repair them by itself.",
      button: "See the comparison",
    },
    "comparison-failed": {
      title: "Orders could not be compared with Shopify",
      text: "The last comparison did not come to its end. Points are not affected; it is tried again tonight.",
      button: "See why",
    },
    "storefront-failing": {
      title: (count: number) => `Shopify did not take the newest points of ${customers(count)}`,
      text: "Shoppers may see older numbers until then. It is tried again by itself.",
      button: "See why",
    },
    "storefront-late": {
      title: (count: number) => `New points are late for ${customers(count)}`,
      text: (seconds: number) =>
        `The longest waits for ${lasting(seconds)}. Nothing is lost; the storefront follows.`,
      button: "See why",
    },
    "import-failed": {
      title: "Reading your history stopped with an error",
      text: "What was read is kept. Trying again goes on from there.",
      button: "Try again",
    },
    "older-orders": {
      title: "Older orders can be read now",
      text: "You allowed all orders after the last reading, which reached back 60 days.",
      button: "Read older orders",
    },
  },
  health: {
    none: "Waiting for the first delivery from Shopify",
    upToDate: (seconds: number) => `Up to date. Newest delivery ${lasting(seconds)} ago`,
    settling: (count: number, seconds: number) =>
      `Settling ${deliveries(count)}, the oldest ${lasting(seconds)} old`,
    parked: (count: number) => `${deliveries(count)} set aside with an error. Nothing is lost`,
    shown: "Shoppers see their newest points",
    shownAfter: (seconds: number) => `Shoppers see new points after ${briefly(seconds)}`,
    showing: (count: number) =>
      `Bringing the storefront up to date: ${customers(count)} to go. Whoever shops now goes first`,
    failing: (count: number) => `Not taken by Shopify yet for ${customers(count)}`,
  },
  setUp: {
    title: "Set up Perennial",
    progress: (done: number, all: number) => `${grouped(done)} of ${grouped(all)} done`,
    done: "Done",
    toDo: "To do",
    allDone: "Everything is set up. New orders earn points by themselves.",
    putAway: "Put this list away",
    open: (step: string) => `Show: ${step}`,
    close: (step: string) => `Hide: ${step}`,
  },
  connected: {
    title: "Perennial is connected",
    titleOpen: "Connect Perennial",
    scopes: "All permissions are granted.",
    missing: (scopes: string[]) => `Missing permissions: ${listed(scopes)}.`,
    accessLost: "Shopify refuses the app's access. Open the app again to renew it.",
    noDelivery:
      "No order has arrived yet. The first one comes with the next order in your shop; there is nothing to do.",
    delivery: "Orders arrive from Shopify. The newest delivery came on ",
    grant: "Grant permissions",
    declined: "The permissions were not granted. Nothing was changed.",
  },
  history: {
    title: "Read your history",
    titleDone: "Your history is read",
    why: "Perennial reads the orders your shop already has, so that it knows your customers from the start: who bought how often, and which tier they belong to. Nothing is sent to anybody, and no points are given before you have chosen below.",
    start: "Read my order history",
    again: "Try again",
    goOn: "Go on",
    stop: "Stop",
    leave: "You can leave this page. It goes on, and you will find it here again.",
    since: "Started ",
    phases: {
      asking: "Shopify prepares your orders",
      reading: "Orders are read",
      refunds: "Refunds are read line by line",
      trying: "Points of past orders are worked out",
      settling: "Members are settled",
    },
    asking: "Shopify prepares the file. That takes minutes for a large shop.",
    read: (count: number) => `${orders(count)} read`,
    joined: (count: number) => `${orders(count)} read, now put in place`,
    refunds: (read: number, all: number) =>
      `${grouped(read)} of ${counted(all, "refund", "refunds")}`,
    settled: (done: number, all: number) => `${grouped(done)} of ${members(all)}`,
    tried: (done: number, all: number) => `${grouped(done)} of ${customers(all)}`,
    doneCount: (count: number, fresh: number) =>
      `${orders(count)} read, ${grouped(fresh)} of them new to Perennial.`,
    skipped: (count: number) =>
      `${counted(count, "line", "lines")} could not be used and ${count === 1 ? "was" : "were"} left out:`,
    line: (line: number, reason: string) => `Line ${grouped(line)}: ${reason}`,
    missedRefunds: (count: number) =>
      `The lines of ${counted(count, "refund", "refunds")} could not be read; their amounts count.`,
    failed: "Reading stopped with an error",
    failedKept: (count: number) =>
      `${orders(count)} that were read are kept. Trying again goes on from there.`,
    stopped: (count: number) => `Stopped. ${orders(count)} that were read are kept.`,
    reason: (remark: string) => `The reason: ${remark}`,
    waits: (remark: string) =>
      waits[remark] ?? `The last attempt did not succeed, and is made again by itself: ${remark}`,
  },
  known: {
    since: "Orders are known from ",
    everything: "That is your first order: nothing is missing.",
    sixtyDays:
      "Shopify shows an app the last 60 days unless you allow all orders. Older purchases count for tiers and points only once they are known.",
    file: "That is how far the imported file reached.",
    none: "Past orders are not known yet.",
    allow: "Allow all orders",
    declined: "Not allowed. Orders stay known as they are; nothing was changed.",
  },
  past: {
    title: "Choose whether past orders earn",
    titleDone: "Past orders: chosen",
    why: "New orders earn in any case. The choice is about orders from before Perennial came. Tiers count past orders either way.",
    waiting: "First your history is read; then each choice is shown with its numbers.",
    none: "No past order earns",
    noneHelp: "Everybody begins at 0 and earns from now on.",
    since: "Past orders since a day earn",
    sinceHelp: "A gift to those who bought lately.",
    all: "All past orders earn",
    allHelp: "Everybody begins with what they would have earned.",
    points: "Points given",
    liability: "Worth at most",
    liabilityHelp: "if all of them are redeemed for the reward that gives most",
    ordersEarning: "Orders that earn",
    holding: "Members with points",
    day: "First day that earns",
    tryDay: "Work it out",
    tryAll: "Work out the numbers",
    trying: "Working out what each choice comes to",
    tierTitle: (all: number) => `Tiers of your ${members(all)}, whichever you choose`,
    tier: "Tier",
    share: "Share",
    asOf: "Worked out ",
    consequence: (points: number, held: number, money: string) =>
      points === 0
        ? "No points are given. Members keep their tiers."
        : `${counted(points, "point", "points")} are given to ${members(held)}: at most ${money} in rewards.`,
    later: "You can change this later: only the difference is posted.",
    buttons: {
      none: "Start at 0",
      since: "Give points since this day",
      all: "Give points for all past orders",
    },
    notTried: "Work the day out first: its numbers are not known yet.",
    refused: {
      "no-day": "This is not a day. Choose one from the calendar.",
      "not-yet": "This day is in the future. Choose today or earlier.",
    },
    chosen: {
      none: "No past order earns; orders earn from the day Perennial came.",
      all: "All past orders earn.",
      since: (day: string) => `Past orders since ${day} earn.`,
    },
    due: (count: number) => `${members(count)} are still being settled by the new choice.`,
    change: "Change the choice",
    keep: "Keep the choice",
    chosenToast: "Chosen. Members are being settled.",
  },
  blocks: {
    title: "Show points in your shop",
    titleDone: "Your shop shows points",
    why: "Shoppers see points where you place Perennial's blocks in your theme. Each button opens the theme editor with the block added; look at it and save.",
    links: {
      launcher: "Add the rewards button",
      earn: "Add points to product pages",
      balance: "Add the balance",
      rewards: "Add the rewards list",
    },
    check:
      "This step checks itself off the first time your storefront asks Perennial for a shopper's points. Perennial can't look into your theme.",
    seen: "Your storefront first asked for points on ",
    placed: "You said that the blocks are placed on ",
    confirm: "I have placed them",
  },
  figures: {
    title: "Your program",
    asOf: "As of ",
    counting: "being counted anew",
    first: "The figures are being counted for the first time. They appear here by themselves.",
    before: (weeks: number, value: string) => `${grouped(weeks)} weeks ago: ${value}`,
    members: {
      label: "Members",
      help: "Customers enrolled by an order or by joining, without those who left.",
    },
    repeat: {
      label: "Repeat rate",
      value: (repeat: number, buyers: number) =>
        `${grouped(repeat)} of ${customers(buyers)} came back`,
      help: "Customers with two orders or more, of all with at least one. Test and deleted orders don't count.",
      none: "No orders yet",
    },
    outstanding: {
      label: "Points outstanding",
      points: (count: string) => `${count} points`,
      help: "What members hold, at the reward that gives most for it: what could be claimed at most.",
    },
    earned: {
      label: (days: number) => `Points earned, ${grouped(days)} days`,
      help: "Granted by orders, joining and birthdays in that time, less what refunds took back.",
      perWeek: (weeks: number) => `by week, the last ${grouped(weeks)}`,
    },
    trend: {
      from: (first: string, last: string) => `From ${first} to ${last}`,
    },
    soon: {
      title: "Your members come with your history",
      text: "Members, points and their trends appear here once your orders are read and you have chosen whether past orders earn.",
    },
    empty: {
      title: "Your first order starts it",
      text: "Members, points and their trends appear here as soon as an order is paid for, or once your history is read.",
    },
  },
} as const;
