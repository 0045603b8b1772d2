/** `metafieldsSet`, told apart: what was accepted, who isn't there, and what to wait for. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { toGid, type Id } from "../../domain/shared/ids.ts";
import { ask, type AdminAnswer, type AdminExchange, type CallBudget } from "./admin-answer.ts";
import { APP_INSTALLATION, SET_METAFIELDS } from "./metafields.graphql.ts";
import { readAs } from "./payload-fields.ts";
import type { Metafield } from "./shown-metafields.ts";

/** Shopify takes so many in one call, all or none. */
export const METAFIELDS_PER_CALL = 25;

export type Owner = { customerId: Id } | "app-installation";
export type OwnedMetafields = { owner: Owner; metafields: Metafield[] };

export type SetOutcome = { budget: CallBudget | null } & (
  | { kind: "accepted" }
  | { kind: "throttled" }
  /** Nothing was set. Index in what was given → why that owner can't have it. */
  | { kind: "owners-refused"; refused: Map<number, string> }
);

const result = z.object({
  metafieldsSet: z.object({
    userErrors: z.array(
      z.object({
        code: z.string().nullish(),
        elementIndex: z.number().int().nullish(),
        field: z.array(z.string()).nullish(),
        message: z.string(),
      }),
    ),
  }),
});
type Complaint = z.infer<typeof result>["metafieldsSet"]["userErrors"][number];

/** These are about the app or about Shopify, not about one owner: worth trying again. */
const NOT_THE_OWNER = new Set([
  "APP_NOT_AUTHORIZED",
  "INTERNAL_ERROR",
  "CAPABILITY_VIOLATION",
  "LESS_THAN_OR_EQUAL_TO",
]);

/** Throws what is worth trying again later: no token, no answer, a fault of Shopify's. */
export async function setMetafields(
  exchange: AdminExchange,
  owned: readonly OwnedMetafields[],
): Promise<SetOutcome> {
  const installation = await installationIn(exchange, owned);
  if (installation?.kind === "throttled") return installation;
  const indexes: number[] = [];
  const metafields = owned.flatMap(({ owner, metafields: fields }, index) =>
    fields.map((field) => {
      indexes.push(index);
      const ownerId =
        owner === "app-installation" ? installation?.id : toGid("Customer", owner.customerId);
      return { ownerId, ...field };
    }),
  );
  const answer = await ask(exchange, SET_METAFIELDS, { metafields });
  if (answer.kind === "throttled") return answer;
  const { budget } = answer;
  const { userErrors } = readAs(result, answer.data).metafieldsSet;
  if (userErrors.length === 0) return { kind: "accepted", budget };
  return { kind: "owners-refused", refused: refusedIn(userErrors, indexes), budget };
}

type Installation = { kind: "found"; id: string };

async function installationIn(
  exchange: AdminExchange,
  owned: readonly OwnedMetafields[],
): Promise<Installation | Extract<AdminAnswer, { kind: "throttled" }> | null> {
  if (!owned.some(({ owner }) => owner === "app-installation")) return null;
  const answer = await ask(exchange, APP_INSTALLATION);
  if (answer.kind === "throttled") return answer;
  const shape = z.object({ currentAppInstallation: z.object({ id: z.string() }) });
  return { kind: "found", id: readAs(shape, answer.data).currentAppInstallation.id };
}

function refusedIn(complaints: readonly Complaint[], indexes: readonly number[]) {
  const refused = new Map<number, string>();
  for (const { code, elementIndex, field, message } of complaints) {
    const element = elementIndex ?? Number(field?.[1] ?? Number.NaN);
    const index = indexes[element];
    if (index === undefined || NOT_THE_OWNER.has(code ?? ""))
      throw new Error(`Shopify refused the metafields: ${message}`);
    refused.set(index, message);
  }
  return refused;
}

/** What the fields say, whatever the instant that they were read at. */
export function hashOf(metafields: readonly Metafield[]): string {
  const said = metafields.map(({ key, value }) => [
    key,
    value.replace(/"asOf":"[^"]*"/, '"asOf":""'),
  ]);
  return createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 22);
}
