/** What a form of the members' list says of whom something is done with. */
import { readFilter } from "../domain/members/member-filter.ts";
import { AppError } from "../domain/shared/app-error.ts";
import { isId } from "../domain/shared/ids.ts";
import { CHOSEN_MAX, type Selection } from "../use-cases/export-members.ts";

/** Names are asked for in one call of Shopify, which takes so many. */
const PAGE_IDS_MAX = 250;

/** Who is to be in a file: those chosen by hand, or all who match. */
export function selectionIn(form: FormData): Selection {
  const ids = form.get("customerIds");
  if (typeof ids === "string" && ids !== "") {
    const customerIds = ids.split(",");
    if (customerIds.length > CHOSEN_MAX || !customerIds.every(isId))
      throw new AppError("bad-request", `Choose at most ${CHOSEN_MAX} members, or all that match.`);
    return { kind: "chosen", customerIds };
  }
  const filter = form.get("filter");
  const read = readFilter(
    Object.fromEntries(new URLSearchParams(typeof filter === "string" ? filter : "")),
  );
  if (read.kind === "filter") return { kind: "matching", filter: read.filter };
  throw new AppError("bad-request", `"${read.value}" is not a filter by ${read.name}.`);
}

/** Of one page; what is no customer's number is left out. */
export function idsIn(text: string): string[] {
  return text.split(",").filter(isId).slice(0, PAGE_IDS_MAX);
}
