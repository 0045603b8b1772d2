import type { ControlContext } from "../control/context.ts";
import { carryOut, type ControlAnswer } from "../control/router.ts";
import { ROUTES } from "../control/routes.ts";
import { Refusal } from "../wire/refusal.ts";
import type { Flash, Reply, Visit } from "./visit.ts";

/** A call of the control API from inside: the back office has no rules of its own. */
export function callControl(
  context: ControlContext,
  call: { method: "POST" | "PUT" | "DELETE"; path: string; body?: unknown },
): Promise<ControlAnswer> {
  return carryOut(
    {
      method: call.method,
      pathname: call.path,
      query: new URLSearchParams(),
      body: () => call.body ?? {},
    },
    context,
    ROUTES,
  );
}

/** The words of a refusal as a sentence. */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

export const refusedBy = (refusal: Refusal): Flash => ({
  kind: "refused",
  text: sentence(refusal.message),
});

/** What was done or why not, told on the page that comes next. */
export async function attempt(
  visit: Visit,
  act: {
    method: "POST" | "PUT" | "DELETE";
    path: string;
    body?: unknown;
    done: string;
    next: string;
    /** Where a refusal leads, if not to the same page. */
    back?: string;
  },
): Promise<Reply> {
  try {
    const { cookie } = await callControl(visit.context, act);
    return {
      redirect: act.next,
      flash: { kind: "done", text: act.done },
      ...(cookie === undefined ? {} : { cookie }),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { redirect: act.back ?? act.next, flash: refusedBy(error) };
  }
}
