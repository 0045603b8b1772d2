/** Words that every page of the admin shares: the menu, problems, lists, moments. */
import { counted, grouped } from "./wording.ts";

export const frame = {
  appName: "Perennial",
  menu: {
    home: "Home",
    members: "Members",
    deliveries: "Deliveries",
    settings: "Settings",
  },
  /** The title of the document. */
  titled: (page: string) => `${page} · Perennial`,
  problems: {
    whatWasKept: "What was kept",
    whatToDo: "What to do",
    notFound: {
      title: "There is no page here",
      happened: "The address may have been typed wrongly, or the page has moved.",
      kept: "Nothing was changed.",
      doNow: "Choose a page from the menu, or go back to Home.",
    },
    notAllowed: {
      title: "This page needs your Shopify admin",
      happened:
        "Perennial could not see which shop and which member of staff is asking. Either this page was opened outside of the Shopify admin, the app was removed from the shop meanwhile, or your account may not use it.",
      kept: "Nothing was changed. Points and orders are kept.",
      doNow:
        "In your Shopify admin, choose Apps, then Perennial. If it isn't listed, ask the owner of the shop to let you use the app.",
    },
    failed: {
      title: "This page could not be shown",
      happened: "Something failed on our side while the page was made.",
      kept: "Points and orders are not affected: they are kept apart from the pages.",
      doNow: "Try again. If it fails again, the operator finds the reason in the app's log.",
    },
    tryAgain: "Try again",
    toHome: "Go to Home",
  },
  list: {
    previous: "Previous page",
    next: "Next page",
    shown: (count: number) => `${grouped(count)} shown`,
  },
  csv: "Export as CSV",
  fileFailed: "The file could not be fetched. Nothing was changed; try again.",
  progress: {
    of: (done: number, all: number) => `${grouped(done)} of ${grouped(all)}`,
    percent: (percent: number) => `${grouped(percent)} %`,
  },
  points: (count: number) => counted(count, "point", "points"),
  /** Beside a big number that was shortened. */
  exactly: (exact: string) => `Exactly ${exact}`,
  loading: "Loading",
  opensElsewhere: "(opens a new window)",
  showTable: "Show as a table",
  hideTable: "Hide the table",
} as const;
