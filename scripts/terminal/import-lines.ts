/** An import's progress in the words of the terminal; the admin has its own. */
import type { ImportProgress } from "../../app/domain/imports/import-progress.ts";
import { number, type Shown } from "./progress.ts";

/** `state`: the step to tell of, which may be over already. Null when there is nothing more to watch: it is done, ended, or waits for the merchant. */
export function lineOfImport(
  { counts, atByte, bytes, isWhole, ...found }: ImportProgress,
  state = found.state,
): Shown | null {
  switch (state) {
    case "asking":
      return { what: "Shopify prepares the orders", share: null, told: "" };
    case "reading":
      if (isWhole && state === found.state) {
        return {
          what: "Putting orders in place",
          share: null,
          told: `${number(counts.ordersNew)} new`,
        };
      }
      return {
        what: "Reading orders",
        share: bytes === null ? null : ratio(atByte, bytes),
        told: `${number(counts.ordersRead)} orders`,
      };
    case "refunds":
      return {
        what: "Reading what was refunded",
        share: ratio(counts.refundsRead, counts.refundsToRead),
        told: `${number(counts.refundsRead)} of ${number(counts.refundsToRead)} refunds`,
      };
    case "trying":
      return { what: "Trying what orders would earn", share: null, told: "" };
    case "settling":
      return {
        what: "Settling customers",
        share: ratio(counts.membersSettled, counts.membersToSettle),
        told: `${number(counts.membersSettled)} of ${number(counts.membersToSettle)}`,
      };
    case "choosing":
    case "done":
    case "failed":
    case "stopped":
      return null;
  }
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}
