/** Does what a button of Home asks for; says which one is under way, and how the last went. */
import { useFetcher } from "@remix-run/react";
import type { HomeAnswer, HomeIntent } from "./view.ts";

export interface HomeAct {
  act(intent: HomeIntent, fields?: Record<string, string>): void;
  busy: HomeIntent | null;
  answer: HomeAnswer | null;
}

export function useHomeAct(): HomeAct {
  const { submit, state, formData, data } = useFetcher<HomeAnswer>();
  const asked = formData?.get("intent");
  return {
    act: (intent, fields = {}) =>
      submit({ intent, ...fields }, { method: "post", action: "/app?index" }),
    busy: state === "idle" ? null : ((asked as HomeIntent | undefined) ?? null),
    answer: data ?? null,
  };
}
