/** The list's state is its address: whatever is chosen is gone to, so that back, reload and links work. */
import { useLocation, useNavigate } from "@remix-run/react";
import { useCallback, useEffect, useRef } from "react";
import { FILTER_NAMES, type FilterText } from "../../domain/members/member-filter.ts";

/** Nothing is asked for while somebody is still typing (ms). */
const TYPING_MS = 280;

type Wish = {
  filter: FilterText;
  /** Null: as such a list usually is. */
  order: string | null;
  viewId: string | null;
  search?: string;
};

export function addressOf(current: string, { filter, order, viewId, search = "" }: Wish): string {
  const parameters = new URLSearchParams(current);
  for (const name of [...FILTER_NAMES, "sort", "view", "q", "after", "before"])
    parameters.delete(name);
  for (const [name, value] of Object.entries(filter)) parameters.set(name, value);
  if (order !== null) parameters.set("sort", order);
  if (viewId !== null) parameters.set("view", viewId);
  if (search !== "") parameters.set("q", search);
  return withoutEmbedding(parameters);
}

export function placeAddress(current: string, side: "after" | "before", cursor: string): string {
  const parameters = new URLSearchParams(current);
  parameters.delete("after");
  parameters.delete("before");
  parameters.set(side, cursor);
  return withoutEmbedding(parameters);
}

/** What Shopify signs into the first address is of no use in a later one. */
function withoutEmbedding(parameters: URLSearchParams): string {
  for (const name of ["id_token", "hmac", "session", "timestamp"]) parameters.delete(name);
  const text = parameters.toString();
  return text === "" ? "/app/members" : `/app/members?${text}`;
}

export function useListAddress() {
  const { search: current } = useLocation();
  const navigate = useNavigate();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const go = useCallback(
    (wish: Wish): void => {
      clearTimeout(timer.current);
      navigate(addressOf(current, wish), { preventScrollReset: true });
    },
    [current, navigate],
  );
  /** What was asked before it is given up; each pause in typing is not a page of its own to go back to. */
  const goSoon = useCallback(
    (wish: Wish): void => {
      clearTimeout(timer.current);
      const replace = new URLSearchParams(current).has("q") || wish.search === undefined;
      timer.current = setTimeout(
        () => navigate(addressOf(current, wish), { replace, preventScrollReset: true }),
        TYPING_MS,
      );
    },
    [current, navigate],
  );
  return { current, go, goSoon };
}
