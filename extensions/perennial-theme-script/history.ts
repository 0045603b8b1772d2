/** Older entries, in the form of those that Liquid wrote. */
import { activity, type Entry } from "./ask.ts";
import { date, whole } from "./words.ts";

const cursors = new WeakMap<HTMLElement, string>();

/** The first time all that stands there comes anew, so that nothing is missed in between. */
export async function showMore(block: HTMLElement, button: HTMLElement): Promise<void> {
  const list = block.querySelector("[data-entries]");
  const model = list?.firstElementChild;
  if (!list || !model) return;
  const { lang = "" } = block.dataset;
  const cursor = cursors.get(block);
  const { entries, nextCursor } = await activity(
    new URLSearchParams(cursor ? { locale: lang, cursor } : { locale: lang }),
  );
  const rows = entries.map((entry) => rowOf(block, model, entry));
  const first = rows[cursor ? 0 : list.children.length];
  if (cursor) list.append(...rows);
  else list.replaceChildren(...rows);
  if (nextCursor) {
    cursors.set(block, nextCursor);
    return;
  }
  // The button goes, so the keyboard goes on with what it brought.
  button.hidden = true;
  first?.setAttribute("tabindex", "-1");
  first?.focus();
}

function rowOf({ dataset }: HTMLElement, model: Element, entry: Entry): HTMLElement {
  const row = model.cloneNode(true) as HTMLElement;
  const { lang, region } = dataset;
  const when = date(region, entry.at, { year: "numeric" });
  const write = (selector: string, text: string) => {
    const place = row.querySelector(selector);
    if (place) place.textContent = text;
  };
  write("[data-text]", entry.text);
  write("small", entry.orderName ? `${when} · ${entry.orderName}` : when);
  write("b", (entry.points > 0 ? "+" : "") + whole(lang, entry.points));
  return row;
}
