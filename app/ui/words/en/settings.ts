/** Settings: look, languages, privacy, team, past orders. */
import { counted, grouped, listed } from "./wording.ts";

const customers = (count: number): string => counted(count, "customer", "customers");
const ratio = (value: number): string => `${(Math.floor(value * 10) / 10).toFixed(1)} : 1`;

const deeds: Readonly<Record<string, string>> = {
  adjustment: "Points adjusted",
  "adjustment-undone": "Adjustment undone",
  "settings-changed": "Settings changed",
  "delivery-retried": "Deliveries tried again",
  "delivery-dismissed": "Delivery dismissed",
  "reconciliation-started": "Comparison or proof started",
  "import-started": "Reading-in of orders started",
  "import-stopped": "Reading-in of orders stopped",
  "earn-from-chosen": "Past orders decided on",
  "data-file-taken": "Data file taken",
  "members-exported": "Members exported",
  "filter-saved": "Filter saved",
  "filter-deleted": "Filter deleted",
  "names-kept": "Names kept from now on",
  "names-forgotten": "Names forgotten",
  "members-enrolled": "Members enrolled",
};

const requestTopics: Readonly<Record<string, string>> = {
  "customers/data_request": "A customer asks for their data",
  "customers/redact": "A customer is to be forgotten",
  "shop/redact": "The shop is to be forgotten",
};

const settingNames: Readonly<Record<string, string>> = {
  adminLanguage: "language of the admin",
  adjustmentLimitPoints: "limit of adjustments",
  accent: "accent color",
  ground: "background",
  radiusPx: "corners",
  launcherSide: "side of the button",
  launcherLabel: "label of the button",
};

type Detail = Readonly<Record<string, unknown>>;

const said = (value: unknown): string =>
  value === null || value === "" || value === "theme" || value === undefined
    ? "the theme's own"
    : value === "auto"
      ? "automatic"
      : typeof value === "number"
        ? grouped(value)
        : typeof value === "string"
          ? value
          : "";

const isPlain = (value: unknown): value is Detail => typeof value === "object" && value !== null;

/** "accent color: the theme's own → #1a6b4a" of every part that changed. */
function changes(field: string, from: unknown, to: unknown): string[] {
  if (isPlain(from) && isPlain(to))
    return Object.keys(to).flatMap((part) =>
      from[part] === to[part] ? [] : changes(part, from[part], to[part]),
    );
  return [`${settingNames[field] ?? field}: ${said(from)} → ${said(to)}`];
}

const count = (value: unknown): number => (typeof value === "number" ? value : 0);

function detail(what: string, told: Detail, number: (value: number) => string): string {
  const points = count(told["points"]);
  const signed = points > 0 ? `+${number(points)}` : number(points);
  switch (what) {
    case "settings-changed":
      return listed(changes(said(told["field"]), told["from"], told["to"]));
    case "adjustment":
    case "adjustment-undone":
      return told["points"] === undefined
        ? ""
        : `${signed} ${Math.abs(points) === 1 ? "point" : "points"}`;
    case "delivery-retried":
      return `${counted(count(told["deliveries"]), "delivery", "deliveries")}${count(told["asked"]) > 0 ? `, ${grouped(count(told["asked"]))} asked of Shopify instead` : ""}`;
    case "delivery-dismissed":
      return told["asked"] ? "Shopify was asked for the order instead" : "";
    case "reconciliation-started":
      return told["kind"] === "proof" ? "Proof of the ledger" : "Comparison with Shopify";
    case "names-forgotten":
      return `Of ${customers(count(told["customers"]))}`;
    case "members-exported":
      return told["members"] === undefined
        ? ""
        : counted(count(told["members"]), "member", "members");
    default:
      return "";
  }
}

export const settings = {
  title: "Settings",
  sections: {
    look: "Look",
    languages: "Languages",
    privacy: "Privacy",
    team: "Team",
    history: "Past orders",
  },
  moreSections: "More sections",
  save: {
    save: "Save",
    discard: "Discard",
    saved: "Saved",
    overtaken: "Somebody else changed this while you were here",
    overtakenMore:
      "Nothing of yours was saved yet, and nothing of theirs was lost. Which one holds?",
    takeTheirs: "Show theirs",
    keepMine: "Save mine",
  },
  look: {
    accent: "Color of buttons and progress bars",
    accentTheme: "Your theme's own",
    accentThemeHint: "Text color for bars, the theme's button style for buttons.",
    accentOwn: "A color of your own",
    accentOwnHint: "It holds for all blocks that don't choose one in the theme editor.",
    accentColor: "Color",
    ground: "Background of your theme",
    groundHint: "Used only to check that the color stands out from it.",
    pick: (label: string) => `${label}: choose by eye`,
    notAColor: "Write a color as # and six digits, such as #1a6b4a.",
    readable: (ground: number, text: number) =>
      `Stands out from the background with ${ratio(ground)}; text on it with ${ratio(text)}. Both can be read well.`,
    faint: (found: number, wanted: number) =>
      `Too faint: ${ratio(found)} against the background, ${ratio(wanted)} is the least`,
    faintMore:
      "Shoppers with weaker eyes or in sunlight would not see where a bar ends or a button begins.",
    takeNearest: (color: string) => `Take the nearest that can be seen: ${color}`,
    radius: "Corners",
    radiusTheme: "As each block says",
    radiusThemeHint: "Set in the theme editor, block by block.",
    radiusOwn: "The same everywhere",
    radiusLabel: "Radius",
    launcher: "Points button",
    side: "Where it stands",
    sideTheme: "As the theme editor says",
    sideEnd: "At the end of the line (right)",
    sideStart: "At the start of the line (left)",
    label: "Label for guests",
    labelHint:
      "Leave it empty for words in each shopper's language. What you write here is shown in every language.",
    labelTooLong: (max: number) => `At most ${grouped(max)} characters fit on the button.`,
    preview: "Preview",
    previewHint: "Fonts and button shapes come from your theme.",
    sample: {
      name: "Preview of the balance block and the points button",
      heading: "Your points",
      points: "620 points",
      next: (money: string) => `${money} to Silver`,
      button: "Join now",
      launcher: "Rewards",
    },
  },
  languages: {
    admin: "Language of this admin",
    auto: "Automatic",
    autoHint: "The language of each person's own Shopify admin: English or Simplified Chinese.",
    shoppers: "Languages for shoppers",
    shoppersHint:
      "Blocks, account pages and reward texts are written in these languages. Each shopper sees the one that your storefront is shown in.",
    fallback: "Fallback",
    fallbackHint:
      "A storefront in another language shows English. Names of tiers and rewards appear as you wrote them.",
  },
  privacy: {
    names: "Names and e-mail addresses",
    on: "Kept",
    off: "Not kept",
    namesOff:
      "Perennial keeps no names and no e-mail addresses. Where you need them, they are read from Shopify at that moment.",
    namesOn: (kept: number) =>
      `Kept, encrypted, of ${customers(kept)} now. Lists show them without asking Shopify each time.`,
    namesMeaning:
      "Points, orders and customer numbers are kept in either case: points are worked out from them.",
    turnOn: "Keep names…",
    turnOff: "Stop keeping names…",
    turnOnTitle: "Keep names and e-mail addresses?",
    turnOnText:
      "Names and e-mail addresses of your members are read from Shopify in the background and kept encrypted. You can stop at any time; they are then deleted at once.",
    approval:
      "Shopify must have approved the app for protected customer data, level 2 (names and e-mail). Without it nothing is read, and everything else works as before.",
    turnOnConfirm: "Keep names",
    turnOffTitle: "Stop keeping names?",
    turnOffText: (kept: number) =>
      `The names and addresses of ${customers(kept)} are deleted at once. Points aren't touched. Lists then ask Shopify again.`,
    turnOffConfirm: (kept: number) => `Delete ${grouped(kept)} and stop`,
    cancel: "Cancel",
    requests: "Requests by law",
    requestsHint:
      "Sent by Shopify. Forgetting is done by itself; a data file is for you to hand over to the customer.",
    noRequests:
      "There is none. When a customer asks for their data or wants to be forgotten, Shopify sends the request and it appears here with what was done.",
    topic: (topic: string) => requestTopics[topic] ?? topic,
    customer: (id: string) => `customer ${id}`,
    open: "Open",
    done: "Done",
    asked: "Asked",
    due: "due",
    finished: "done",
    download: "Download file",
    emptied: (counts: readonly (readonly [string, number])[]) =>
      `Emptied: ${listed(counts.map(([what, times]) => `${grouped(times)} ${what.replace(/([A-Z])/g, " $1").toLowerCase()}`))}`,
    retention: "How long anything is kept",
    what: "What",
    howLong: "How long",
    kept: [
      [
        "Deliveries",
        "Content is encrypted while it waits and dropped once settled; at most 30 days if set aside",
      ],
      [
        "Orders",
        "Amounts, items and numbers, without names or addresses, while the app is installed",
      ],
      [
        "Points and their arithmetic",
        "While the app is installed; after forgetting, sums remain without the customer",
      ],
      ["Names and e-mail addresses", "Not at all, or encrypted while you have that turned on"],
      ["Team log", "While the app is installed: what staff did, with numbers of customers only"],
      ["Everything", "Deleted 48 hours after you remove the app, when Shopify sends the request"],
    ] as readonly (readonly [string, string])[],
  },
  team: {
    limit: "Limit of an adjustment",
    limitHint:
      "Whoever adds or takes more points than this by hand is asked a second time, with what it comes to in money.",
    limitProblem: (max: number) => `Write a whole number from 0 to ${grouped(max)}.`,
    points: "points",
    log: "Team log",
    logHint: "What people of your shop did in Perennial. Nothing can be removed from it.",
    what: "What",
    who: "Who",
    everything: "Everything",
    everybody: "Everybody",
    none: "Nothing was done by hand yet. Adjustments, changed settings and decisions about deliveries will stand here with who made them.",
    noneFound: "Nothing in the log fits this filter.",
    deed: (what: string) => deeds[what] ?? what,
    staff: (id: string) => `Staff member ${id}`,
    nobody: "Unknown",
    customer: (id: string) => `Customer ${id}`,
    delivery: (id: string) => `Delivery ${id}`,
    run: (id: string) => `Run ${id}`,
    reading: (id: string) => `Reading-in ${id}`,
    detail,
  },
  history: {
    known: "What is known",
    notKnown:
      "No past orders were read in yet. Orders placed since the installation are known as they arrive.",
    knownFrom: "Orders are known from",
    reach: {
      everything: "That is the whole history of your shop.",
      "sixty-days": "Shopify hands out the last 60 days.",
      file: "That is what the file held.",
    },
    canAskForAll:
      "Older orders could be known too: Shopify hands them out once the app may read all orders.",
    canReadMore: "The app may read all orders now: reading in again brings the older ones.",
    lastReading: "Last read in",
    readFirst: "Read past orders in on Home",
    readAgain: "Read in again on Home",
    earn: "Whether past orders earn",
    earnNone: "Orders placed before the installation earn no points. They count for tiers.",
    earnAll: "All known orders earn points.",
    earnSince: (day: string) =>
      `Orders placed since ${day} earn points; older ones count for tiers.`,
    notChosen: "You have not chosen yet.",
    chosen: "Chosen on",
    membersDue: (members: number) =>
      `${counted(members, "member is", "members are")} still being settled by it.`,
    change: "See what each choice comes to",
    files: "Files",
    filesHint:
      "For whoever runs the app: orders from a file, and everything that the ledger rests on.",
    importFile: "Read orders in from a file",
    exportLedger: "Export the ledger",
  },
} as const;
