/** One sentence for each line of a member's history. */
import type { HistoryRow } from "../../domain/settlement/member-history.ts";
import { isUndoing } from "../../domain/members/adjustment.ts";
import type { Words } from "../words/words.ts";

type Money = (minor: number) => string;

export function lineText(row: HistoryRow, words: Words["member"], money: Money): string {
  const { history, adjust } = words;
  if (row.kind === "order") return orderText(row, history, money);
  if (row.kind === "adjustment") {
    if (isUndoing(row.cause)) return history.undone;
    const reason = adjust.reasons[row.detail?.reason ?? ""];
    return reason === undefined
      ? (words.explain.because["adjustment"] ?? "")
      : history.adjusted(reason);
  }
  if (row.kind === "expiry") return row.points < 0 ? history.expired : history.givenBack;
  return history.events[row.kind] ?? history.other;
}

function orderText(row: HistoryRow, words: Words["member"]["history"], money: Money): string {
  const name = row.order?.name ?? row.cause.slice("order:".length);
  if (!row.nothing) return (words.lines[row.reason] ?? words.order)(name);
  const { standing, goodsMinor } = row.nothing;
  const worthless = standing === "earned" && goodsMinor === 0;
  const why = worthless ? words.noGoods : words.nothingBy(standing, money(goodsMinor));
  return `${words.order(name)} · ${words.nothingFor(why)}`;
}

/** Who did it, of an adjustment. */
export function staffText(row: HistoryRow, words: Words["member"]["history"]): string | null {
  if (!row.detail) return null;
  const { staff } = row.detail;
  return staff?.name ? words.by(staff.name) : words.byTeam;
}
