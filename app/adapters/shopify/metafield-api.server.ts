/** `metafieldsSet`, told apart: what was accepted, who isn't there, and what to wait for. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { toGid, type Id } from "../../domain/shared/ids.ts";
import { ask, type AdminAnswer, type AdminExchange, type CallBudget } from "./admin-answer.ts";
import { APP_INSTALLATION, SET_METAFIELDS, SHOWN_DIGESTS } from "./metafields.graphql.ts";
import { readAs } from "./payload-fields.ts";
import type { Metafield } from "./shown-metafields.ts";

export type Owner = { customerId: Id } | "app-installation";

/** Set together or not at all, so that the last of them guards them all. */
export type OwnedMetafields = {
  owner: Owner;
  metafields: Metafield[];
  /** Of the last of them, as it was told before what is to be set was read; null: there is none. */
  digest: string | null;
};

export type Refusal =
  | { kind: "owner"; why: string }
  /** Somebody was faster. `digest`: what is there now; whatever is set for it must be read anew. */
  | { kind: "stale"; digest: string | null };

export type SetOutcome = { budget: CallBudget | null } &
  /** Digests in the order of what was given. */
  (
    | { kind: "accepted"; digests: (string | null)[] }
    | { kind: "throttled" }
    /** Nothing was set. Index in what was given → why that owner can't have it. */
    | { kind: "owners-refused"; refused: Map<number, Refusal> }
  );

const digested = z.object({ compareDigest: z.string() });
const result = z.object({
  metafieldsSet: z.object({
    metafields: z.array(digested).nullish(),
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
const held = z.object({ nodes: z.array(z.object({ metafield: digested.nullish() }).nullable()) });
type Complaint = z.infer<typeof result>["metafieldsSet"]["userErrors"][number];

/** These are about the app or about Shopify, not about one owner: worth trying again. */
const NOT_THE_OWNER = new Set([
  "APP_NOT_AUTHORIZED",
  "INTERNAL_ERROR",
  "INVALID_TYPE",
  "CAPABILITY_VIOLATION",
  "LESS_THAN_OR_EQUAL_TO",
]);
const STALE = new Set(["STALE_OBJECT", "INVALID_COMPARE_DIGEST"]);

/**
 * Throws what is worth trying again later: no token, no answer, a fault of Shopify's. A request may
 * arrive long after its sender gave it up or died; Shopify takes it in only while it still holds the
 * state that the sender knew of, so an older state never replaces a newer one.
 */
export async function setMetafields(
  exchange: AdminExchange,
  owned: readonly OwnedMetafields[],
): Promise<SetOutcome> {
  const installation = await installationIn(exchange, owned);
  if (installation?.kind === "throttled") return installation;
  const ownerIds = owned.map(({ owner }) =>
    owner === "app-installation" ? (installation?.id ?? "") : toGid("Customer", owner.customerId),
  );
  const inputs = owned.flatMap(({ metafields, digest }, index) =>
    metafields.map((field, at) => {
      const guard = at === metafields.length - 1 ? { compareDigest: digest } : {};
      return { index, input: { ownerId: ownerIds[index], ...field, ...guard } };
    }),
  );
  const metafields = inputs.map(({ input }) => input);
  const answer = await ask(exchange, SET_METAFIELDS, { metafields });
  if (answer.kind === "throttled") return answer;
  const { budget } = answer;
  const { metafields: set, userErrors } = readAs(result, answer.data).metafieldsSet;
  if (userErrors.length > 0) {
    const owners = inputs.map(({ index }) => index);
    const refused = await refusalsOf(exchange, complaintsByOwner(userErrors, owners), ownerIds);
    return "kind" in refused ? refused : { kind: "owners-refused", refused, budget };
  }
  const digests = owned.map((_, owner) => {
    const last = inputs.findLastIndex(({ index }) => index === owner);
    return set?.[last]?.compareDigest ?? null;
  });
  return { kind: "accepted", digests, budget };
}

type Throttled = Extract<AdminAnswer, { kind: "throttled" }>;
type Installation = { kind: "found"; id: string };

async function installationIn(
  exchange: AdminExchange,
  owned: readonly OwnedMetafields[],
): Promise<Installation | Throttled | null> {
  if (!owned.some(({ owner }) => owner === "app-installation")) return null;
  const answer = await ask(exchange, APP_INSTALLATION);
  if (answer.kind === "throttled") return answer;
  const shape = z.object({ currentAppInstallation: z.object({ id: z.string() }) });
  return { kind: "found", id: readAs(shape, answer.data).currentAppInstallation.id };
}

function complaintsByOwner(
  complaints: readonly Complaint[],
  owners: readonly number[],
): Map<number, Complaint> {
  const found = new Map<number, Complaint>();
  for (const complaint of complaints) {
    const { code, elementIndex, field, message } = complaint;
    const owner = owners[elementIndex ?? Number(field?.[1] ?? Number.NaN)];
    if (owner === undefined || NOT_THE_OWNER.has(code ?? ""))
      throw new Error(`Shopify refused the metafields: ${message}`);
    // Whatever else is wrong will be wrong with a fresh digest as well.
    if (!found.has(owner) || !isStale(complaint)) found.set(owner, complaint);
  }
  return found;
}

const isStale = ({ code }: Complaint): boolean => STALE.has(code ?? "");

/** Tells whoever was late what Shopify holds instead. */
async function refusalsOf(
  exchange: AdminExchange,
  complaints: ReadonlyMap<number, Complaint>,
  ownerIds: readonly string[],
): Promise<Map<number, Refusal> | Throttled> {
  const refused = new Map<number, Refusal>();
  for (const [owner, { message }] of complaints)
    refused.set(owner, { kind: "owner", why: message });
  const stale = [...complaints].flatMap(([owner, complaint]) => (isStale(complaint) ? owner : []));
  if (stale.length === 0) return refused;
  const ids = stale.map((owner) => ownerIds[owner]);
  const answer = await ask(exchange, SHOWN_DIGESTS, { ids });
  if (answer.kind === "throttled") return answer;
  const { nodes } = readAs(held, answer.data);
  for (const [at, owner] of stale.entries()) {
    const digest = nodes[at]?.metafield?.compareDigest ?? null;
    refused.set(owner, { kind: "stale", digest });
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
