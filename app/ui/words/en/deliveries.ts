/** Deliveries: is anything stuck? */
import { briefly, counted, grouped, lasting, listed } from "./wording.ts";
import { differences, reasons, topics, triggers } from "./delivery-terms.ts";

const those = (count: number): string => counted(count, "delivery", "deliveries");
const orders = (count: number): string => counted(count, "order", "orders");

/** By its name in the Admin API: "CUSTOMERS_MERGE". */
const topicNamed = (name: string): string => {
  const topic = name.toLowerCase().replace("_", "/");
  return topics[topic] ?? topic;
};

export const deliveries = {
  title: "Deliveries",
  subtitle:
    "Shopify tells Perennial of every order, refund and edit in a delivery. Here you see that all of them arrive and count.",
  health: {
    stuck: (parked: number) =>
      `${those(parked)} ${parked === 1 ? "is" : "are"} set aside and ${parked === 1 ? "needs" : "need"} a look`,
    stuckMore: "Nothing is lost: each is kept below with its error and can be tried again.",
    unanswered: (failing: number) => `Shopify has not answered about ${orders(failing)} yet`,
    unansweredMore: "They are asked for again by themselves, ever less often, until it does.",
    behind: (lag: number) => `Running ${lasting(lag)} behind`,
    behindMore: (waiting: number) =>
      `${those(waiting)} ${waiting === 1 ? "waits" : "wait"}. Nothing is lost; points follow as they are settled.`,
    storefront: (failing: number) =>
      `Shopify did not take the newest points of ${counted(failing, "customer", "customers")}`,
    storefrontMore: "Nothing is lost: it is tried again by itself.",
    settling: "Settling what just came in",
    settlingMore: (waiting: number) => `${those(waiting)} under way.`,
    fine: "Nothing is stuck",
    fineMore: "Everything that Shopify told is settled.",
    none: "Waiting for the first delivery",
    noneMore:
      "It comes with your next order. There is nothing to set up: Shopify sends it by itself.",
    attention: "Needs a look",
    late: "Late",
    working: "Working",
    good: "All good",
    waiting: "Waiting",
  },
  figures: {
    lag: "Lag now",
    noLag: "None",
    waiting: "Waiting",
    parked: "Set aside",
    newest: "Last delivery",
    never: "None yet",
    ago: (seconds: number) => `${lasting(seconds)} ago`,
    seconds: (seconds: number) => briefly(seconds),
  },
  parked: {
    title: "Set aside",
    none: "No delivery is set aside. One that can't be settled appears here at once, with its error and what to do.",
    all: "Select all on this page",
    selected: (count: number) => `${grouped(count)} selected`,
    retry: "Retry",
    retrySome: (count: number) => `Retry ${grouped(count)}`,
    retryAll: "Retry all",
    dismiss: "Dismiss",
    dismissSome: (count: number) => `Dismiss ${grouped(count)}`,
    details: "Details",
    /** The accessible name of a button in a list of many. */
    of: (what: string, subject: string) => `${what}: ${subject}`,
    arrived: "Arrived",
    attempts: (count: number) => counted(count, "try", "tries"),
    topic: (topic: string) => topics[topic] ?? topic,
    subject: {
      order: (name: string) => `Order ${name}`,
      customer: (id: string) => `Customer ${id}`,
      product: (name: string) => `Product ${name}`,
      collection: (name: string) => `Collection ${name}`,
    },
    problem: {
      unreadable: "Its content can't be read as Shopify describes it",
      "unknown-topic": "It is of a kind that this version of Perennial doesn't know",
      contradiction: "It merges customers in a way that contradicts an earlier merge",
      closed: "Its content can't be opened",
      failed: "It failed while it was being settled",
    },
    newest: "Newest",
    older: "Older",
  },
  detail: {
    happened: "What happened",
    /** Between two sentences. */
    stop: ". ",
    kept: "What was kept",
    doNow: "What to do",
    problem: {
      unreadable:
        "A field that points depend on is missing or has a form that Shopify doesn't document. Guessing would give wrong points, so nothing was counted.",
      "unknown-topic":
        "Shopify sends it because something subscribed to it, perhaps a newer version of the app. Nothing was counted.",
      contradiction:
        "Two merges can't both be true. One of them, decided by the customers' numbers, has no effect; the customers' points stand as they are.",
      closed:
        "The key that it was closed with isn't known to this server, or its content was dropped after 30 days.",
      failed: "Something failed while points were worked out. The attempt was undone as a whole.",
    },
    keptIt: "The delivery itself, as it arrived. Other deliveries went on.",
    keptClosed: "The error and what it was about.",
    keptMerge: "Both merges, and all points of both customers.",
    advice: {
      readAgain:
        "Retry: if it still can't be read, Perennial asks Shopify for the order itself and counts that.",
      retry: "Retry: it is read and settled again.",
      update: "Retry after the app was updated, or dismiss it: nothing that it tells is used.",
      merge:
        "In your Shopify admin, check which customer remains. If the customers are right, dismiss it.",
      law: "Retry. It is a request by law and can't be dismissed; if it keeps failing, tell the operator.",
      key: "Ask the operator for the earlier encryption key and retry, or dismiss it and let Shopify be asked.",
    },
    raw: "The error as it was written down",
    body: "Show its content",
    bodyHint: "Names, addresses and other personal fields are masked.",
    bodyLoading: "Opening…",
    bodyNone:
      "It can't be shown: it is not JSON, was dropped, or its key isn't known. Personal fields could not be masked.",
    bodyCut: "Only the first part is shown.",
    technical: (topic: string, version: string | null, bytes: number) =>
      `${topic}${version === null ? "" : ` · API ${version}`} · ${grouped(bytes)} bytes`,
    arrived: "Arrived",
    tried: "Last tried",
    close: "Close",
  },
  dismiss: {
    title: (count: number) => (count === 1 ? "Dismiss this delivery?" : `Dismiss ${those(count)}?`),
    consequence: (count: number) =>
      `${count === 1 ? "It leaves" : "They leave"} this list, and the content is dropped. This can't be undone.`,
    askLabel: (count: number) =>
      count === 1
        ? "Ask Shopify for the order instead"
        : `Ask Shopify for the ${grouped(count)} orders instead`,
    askHelp:
      "Points then follow what Shopify says of the order now. Without it, what the delivery told may be missing until the next comparison.",
    noOrder: "Nothing can be asked for instead: it isn't about an order that can be told.",
    law: "Requests by law can't be dismissed; they stay in the list.",
    confirm: "Dismiss",
    cancel: "Cancel",
  },
  outcome: {
    working: (count: number) => `Settling ${those(count)}…`,
    retried: (told: {
      done: number;
      parked: number;
      asked: number;
      unreadable: number;
      pending: number;
    }) =>
      [
        told.done > 0 ? `${those(told.done)} settled.` : "",
        told.asked > 0
          ? `${those(told.asked)} could not be read: Shopify is asked for ${told.asked === 1 ? "the order" : "the orders"} instead.`
          : "",
        told.parked + told.unreadable > 0
          ? `${those(told.parked + told.unreadable)} failed again and ${told.parked + told.unreadable === 1 ? "stays" : "stay"} here.`
          : "",
        told.pending > 0 ? `${those(told.pending)} still under way.` : "",
      ]
        .filter(Boolean)
        .join(" ") || "It had been settled or dismissed meanwhile.",
    more: "More are set aside than one press takes: press again for the next.",
    dismissed: (told: { dismissed: number; asked: number; refused: number }) =>
      [
        told.dismissed + told.asked > 0 ? `${those(told.dismissed + told.asked)} dismissed.` : "",
        told.asked > 0 ? `Shopify is asked for ${orders(told.asked)} instead.` : "",
        told.refused > 0
          ? `${those(told.refused)} ${told.refused === 1 ? "is a request" : "are requests"} by law and ${told.refused === 1 ? "stays" : "stay"}.`
          : "",
      ]
        .filter(Boolean)
        .join(" ") || "It had been settled or dismissed meanwhile.",
    askedNow: (count: number) =>
      count === 0
        ? "They are being asked for already."
        : `Asking Shopify for ${orders(count)} now.`,
    failed: "That could not be done. Nothing was changed; try again.",
    dismissBanner: "Hide this message",
  },
  questions: {
    title: "Asked of Shopify",
    explanation:
      "Now and then a delivery speaks of an order without showing it. Then Shopify is asked for the order.",
    none: "Nothing is being asked for. Orders that a delivery speaks of without showing them appear here until Shopify has answered.",
    order: (name: string) => `Order ${name}`,
    reason: {
      "a refund of an order not known": "A refund came for an order that wasn't known yet",
      "a refund older than the order's state, which doesn't list it":
        "A refund came that the order doesn't list",
      "an edit whose result was not told": "The order was edited, and its new state wasn't told",
      "a delivery above the size limit": "Its delivery was larger than 10 MB",
      "a delivery that could not be read": "Its delivery could not be read",
    } as Readonly<Record<string, string>>,
    next: "Next try",
    tries: (count: number) => counted(count, "try", "tries"),
    error: (remark: string) => `Shopify's last answer: ${remark}`,
    more: (count: number) => `and ${orders(count)} more`,
    askNow: "Ask again now",
  },
  storefront: {
    title: "On the storefront",
    explanation: "How soon shoppers see new points in your theme.",
    current: "Shoppers see their newest points.",
    usual: (seconds: number) => `Shoppers see new points after ${briefly(seconds)}.`,
    news: (count: number) =>
      `${counted(count, "customer who is", "customers who are")} shopping now ${count === 1 ? "waits" : "wait"} for newer points.`,
    newsLate: (count: number, seconds: number) =>
      `New points are late for ${counted(count, "customer", "customers")}, the longest by ${lasting(seconds)}. The storefront follows by itself.`,
    history: (count: number) =>
      `${counted(count, "customer", "customers")} to go who ${count === 1 ? "isn't" : "aren't"} shopping now.`,
    failing: (count: number) =>
      `Shopify did not take those of ${counted(count, "customer", "customers")} yet; it is tried again by itself.`,
    problem: "What Shopify said",
  },
  comparison: {
    title: "Compared with Shopify",
    explanation:
      "Every night all orders that changed are compared with Shopify's own, and whatever differs is put right.",
    now: "Compare now",
    running: "Comparing with Shopify",
    runningTold: (compared: number, differing: number) =>
      `${orders(compared)} compared, ${grouped(differing)} put right`,
    none: "There was no comparison yet. The first one runs tonight; or compare now.",
    agreedTo: "Agrees with Shopify for every order changed before",
    next: "Next",
    last: "Last",
    result: (compared: number, differing: number, repaired: number) =>
      differing === 0
        ? `${orders(compared)} compared, all alike`
        : `${orders(compared)} compared, ${grouped(differing)} differed, ${grouped(repaired)} put right`,
    failedRun: "It did not come to an end",
    trigger: (trigger: string) => triggers[trigger] ?? trigger,
    show: "What differed",
    order: "Order",
    differed: "What differed",
    why: "Why",
    points: "Points",
    differs: (kinds: readonly string[]) => listed(kinds.map((kind) => differences[kind] ?? kind)),
    reason: (kind: string) => reasons[kind] ?? kind,
    pointsChange: (before: number, after: number) =>
      before === after ? `${grouped(before)}, unchanged` : `${grouped(before)} → ${grouped(after)}`,
    leftOut: (count: number) => `${orders(count)} more differed and were put right.`,
    topics: (missing: readonly string[]) =>
      `Shopify had stopped sending ${listed(missing.map((topic) => topic.toLowerCase().replaceAll("_", " ")))}. The messages were restored, and what was missed is compared.`,
    older: "Older comparisons",
    newest: "Newest comparisons",
  },
  proof: {
    title: "Proved",
    explanation:
      "A second, separate calculation works out every member's points from the orders and compares. Seals show that no entry was changed.",
    now: "Prove now",
    running: "Proving the ledger",
    none: "The ledger was not proved yet. The first proof runs tonight; or prove now.",
    share: (proved: number, all: number) =>
      all === 0
        ? "There are no members to prove yet"
        : proved === all
          ? `All ${counted(all, "member", "members")} proved`
          : `${grouped(proved)} of ${counted(all, "member", "members")} proved`,
    sound: "Every balance and every seal holds.",
    broken: (breaks: number) =>
      `${counted(breaks, "thing does", "things do")} not hold. No points were changed. Tell the operator.`,
    failedRun: "The proof did not come to an end",
    unsettled: (count: number) =>
      `${counted(count, "member waits", "members wait")} for a recount after your change; their sums are proved.`,
    counts: (entries: number, seals: number) =>
      `${counted(entries, "entry", "entries")}, ${counted(seals, "seal", "seals")}`,
    first: "The first that doesn't hold",
    last: "Last proof",
  },
  subscriptions: {
    title: "What Shopify sends",
    explanation:
      "Perennial asks Shopify to send word of what changes. Should Shopify stop, it is asked again, and what was missed is compared.",
    standard: "Everything is sent that the app needs.",
    also: (names: readonly string[]) =>
      `Everything is sent that the app needs, and by your permission: ${listed(names.map(topicNamed))}.`,
    restored: (names: readonly string[]) =>
      `Shopify had stopped sending: ${listed(names.map(topicNamed))}. Asked for again`,
    failed: "At the last look Shopify did not answer as it should. It is tried again by itself.",
    problem: "What Shopify said",
    checked: "Last look",
  },
  reading: {
    title: "Past orders",
    running: (read: number) => `Reading in: ${orders(read)} so far.`,
    choosing: "Read in. Choose on Home whether they earn points.",
    done: (read: number) => `${orders(read)} read in.`,
    failed: "The reading-in stopped before its end. It can go on from where it stood.",
    open: "See it on Home",
  },
} as const;
