/** What a call of the Admin API says about itself besides its data: what it cost, and what is left. */
import { z } from "zod";

/** Points of Shopify's leaky bucket for this app at this shop. */
export type CallBudget = {
  /** What the call was reckoned to cost before it ran: what the next one like it needs. */
  cost: number;
  maximumAvailable: number;
  currentlyAvailable: number;
  /** Points per second. */
  restoreRate: number;
};

export type AdminAnswer =
  | { kind: "answered"; data: unknown; budget: CallBudget | null }
  /** The bucket was empty; nothing ran. */
  | { kind: "throttled"; budget: CallBudget | null };

/** One exchange as it was answered. Throws when there was no answer, or none of GraphQL's. */
export type AdminExchange = (
  document: string,
  variables: Record<string, unknown>,
) => Promise<{ data?: unknown; errors?: unknown; extensions?: unknown }>;

const extensions = z.object({
  cost: z.object({
    requestedQueryCost: z.number().nonnegative(),
    throttleStatus: z.object({
      maximumAvailable: z.number().positive(),
      currentlyAvailable: z.number(),
      restoreRate: z.number().positive(),
    }),
  }),
});

const errors = z.array(
  z.object({ extensions: z.object({ code: z.string().nullish() }).nullish() }),
);

/** One exchange, told apart. Throws when the API refuses for any other reason than an empty bucket. */
export async function ask(
  exchange: AdminExchange,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<AdminAnswer> {
  const answer = await exchange(document, variables);
  const budget = budgetIn(answer.extensions);
  if (!answer.errors) return { kind: "answered", data: answer.data, budget };
  if (saysThrottled(answer.errors)) return { kind: "throttled", budget };
  throw new Error(`the Admin API refused: ${JSON.stringify(answer.errors).slice(0, 500)}`);
}

/** Null where the answer says nothing of its cost. */
function budgetIn(found: unknown): CallBudget | null {
  const parsed = extensions.safeParse(found);
  if (!parsed.success) return null;
  const { requestedQueryCost, throttleStatus } = parsed.data.cost;
  return { cost: requestedQueryCost, ...throttleStatus };
}

/** THROTTLED arrives as an error of an answer with status 200. */
function saysThrottled(found: unknown): boolean {
  const parsed = errors.safeParse(found);
  return parsed.success && parsed.data.some((each) => each.extensions?.code === "THROTTLED");
}
