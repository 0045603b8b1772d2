/** Saving, renaming and removing views; each is told as a promise, which is how the tabs ask. */
import { useFetcher } from "@remix-run/react";
import { useAppBridge } from "@shopify/app-bridge-react";
import { useEffect, useRef } from "react";
import { useWords } from "../words/use-words.tsx";
import { queryText } from "./query-text.ts";
import { useListAddress } from "./use-list-address.ts";
import type { ListView, ViewOutcome } from "./view.ts";

export function useViewDeeds(list: ListView) {
  const words = useWords().members.view;
  const shopify = useAppBridge();
  const { go } = useListAddress();
  const fetcher = useFetcher<ViewOutcome>();
  const waiting = useRef<((outcome: ViewOutcome) => void) | null>(null);
  useEffect(() => {
    if (fetcher.state !== "idle" || fetcher.data === undefined) return;
    waiting.current?.(fetcher.data);
    waiting.current = null;
  }, [fetcher.state, fetcher.data]);

  const order = list.orderChosen ? list.order : null;
  const send = (form: Record<string, string>): Promise<ViewOutcome> =>
    new Promise((resolve) => {
      waiting.current = resolve;
      fetcher.submit(form, { method: "post", action: "/app/members" });
    });
  const told = (outcome: ViewOutcome): boolean => {
    const isError = outcome.kind !== "saved" && outcome.kind !== "removed";
    shopify.toast.show(said(outcome, words), { isError });
    return !isError;
  };
  const state = { filter: queryText(list.filter), sort: order ?? "" };
  return {
    save: async (name: string): Promise<boolean> => {
      const outcome = await send({ intent: "save-view", name, ...state });
      if (outcome.kind === "saved") go({ filter: list.filter, order, viewId: outcome.id });
      return told(outcome);
    },
    change: async (id: string): Promise<boolean> =>
      told(await send({ intent: "change-view", id, ...state })),
    rename: async (id: string, name: string): Promise<boolean> =>
      told(await send({ intent: "rename-view", id, name })),
    remove: async (id: string): Promise<boolean> => {
      const outcome = await send({ intent: "remove-view", id });
      if (outcome.kind === "removed" && list.viewId === id)
        go({ filter: {}, order: null, viewId: null });
      return told(outcome);
    },
  };
}

type ViewWords = ReturnType<typeof useWords>["members"]["view"];

function said(outcome: ViewOutcome, words: ViewWords): string {
  switch (outcome.kind) {
    case "saved":
      return words.saved;
    case "removed":
      return words.removed;
    case "name-taken":
      return words.nameTaken;
    case "too-many":
      return words.tooMany;
    case "refused":
      return outcome.message;
  }
}
