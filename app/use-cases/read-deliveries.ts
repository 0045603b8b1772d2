/** Is anything stuck? What waits, what was set aside and why, and what Shopify is being asked for. */
import type { OpenQuestion, ParkedDelivery } from "../adapters/postgres/parked-store.server.ts";
import type { DeliverySubject } from "../adapters/shopify/delivery-subject.ts";
import type { MaskedBody } from "../adapters/shopify/mask-body.ts";
import { AppError } from "../domain/shared/app-error.ts";
import type { Instant } from "../domain/shared/instant.ts";
import type { Ports, ShopId } from "./ports.ts";

/** Parked deliveries on a page. */
export const PARKED_PAGE = 20;
/** Bodies larger than this are not opened for the list: a page holds 20 of them. */
const LISTED_BODY_BYTES_MAX = 256 * 1024;
/** Questions told of; `total` counts the others. */
const QUESTIONS_MAX = 10;
/** Deliveries that were tried again and whose fate is asked for. */
const FATES_MAX = 1_000;
const CURSOR = /^[1-9]\d{0,18}$/;

/**
 * What kind of thing went wrong, for the words beside the error: it can't be read as what it claims
 * to be; its topic isn't known; its customers' merge contradicts another; its body is gone or its
 * key isn't here; anything else failed while it was settled.
 */
export type ParkedProblem = "unreadable" | "unknown-topic" | "contradiction" | "closed" | "failed";

export type Parked = {
  webhookId: string;
  topic: string;
  apiVersion: string | null;
  receivedAt: Instant;
  triedAt: Instant | null;
  attempts: number;
  problem: ParkedProblem;
  /** As it was written down, for whoever looks into it. */
  error: string | null;
  size: number;
  subject: DeliverySubject;
  /** Whether Shopify can be asked for the order instead. */
  canAsk: boolean;
  owedByLaw: boolean;
};

export type Deliveries = {
  parked: Parked[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
  questions: OpenQuestion[];
  questionsTotal: number;
  questionsFailing: number;
};

export async function readDeliveries(
  ports: Ports,
  shopId: ShopId,
  cursor: string | null,
): Promise<Deliveries> {
  if (cursor !== null && !CURSOR.test(cursor))
    throw new AppError(
      "bad-request",
      `"${cursor.slice(0, 40)}" is not a cursor of this list; leave it out to begin anew.`,
    );
  const { stores } = ports;
  const { rows, open } = await stores.inShop(shopId, async (tx) => ({
    rows: await stores.parked.parkedPage(tx, {
      before: cursor,
      rowsMax: PARKED_PAGE + 1,
      bodyBytesMax: LISTED_BODY_BYTES_MAX,
    }),
    open: await stores.parked.openQuestions(tx, QUESTIONS_MAX),
  }));
  const page = rows.slice(0, PARKED_PAGE);
  return {
    parked: page.map((row) => parkedOf(ports, shopId, row)),
    next: rows.length > PARKED_PAGE ? (page.at(-1)?.seq ?? null) : null,
    questions: open.questions,
    questionsTotal: open.total,
    questionsFailing: open.failing,
  };
}

function parkedOf(ports: Ports, shopId: ShopId, row: ParkedDelivery): Parked {
  const { deliveries } = ports;
  const { webhookId, topic, apiVersion, attempts, size } = row;
  const body = deliveries.open(shopId, row);
  const subject = deliveries.subjectOf(topic, body);
  const owedByLaw = deliveries.isOwedByLaw(topic);
  return {
    ...{ webhookId, topic, apiVersion, attempts, size, subject, owedByLaw },
    receivedAt: row.receivedAt.getTime(),
    triedAt: row.parkedAt?.getTime() ?? null,
    problem: problemOf(ports, row, body),
    error: row.remark,
    canAsk: deliveries.orderToAskFor(topic, subject) !== null,
  };
}

function problemOf(
  { readDelivery }: Ports,
  { topic, size, remark }: ParkedDelivery,
  body: Buffer | null,
): ParkedProblem {
  if (remark?.startsWith("topic ")) return "unknown-topic";
  if (!body) return size > LISTED_BODY_BYTES_MAX ? "failed" : "closed";
  try {
    const told = readDelivery(topic, body, size);
    return told.kind === "merge" ? "contradiction" : "failed";
  } catch (error) {
    if (error instanceof Error && error.name === "UnreadablePayload") return "unreadable";
    throw error;
  }
}

/** The body of one of them, masked: null where it isn't parked any more, can't be opened or isn't JSON. */
export async function lookAtParked(
  { stores, deliveries }: Ports,
  shopId: ShopId,
  webhookId: string,
): Promise<MaskedBody | null> {
  const row = await stores.inShop(shopId, (tx) => stores.parked.findParked(tx, webhookId));
  const body = row && deliveries.open(shopId, row);
  return row && body ? deliveries.maskBody(row.topic, body) : null;
}

export type Fates = { pending: number; done: number; parked: number };

/** What has become of deliveries that were tried again. */
export async function readFates(
  { stores }: Pick<Ports, "stores">,
  shopId: ShopId,
  webhookIds: readonly string[],
): Promise<Fates> {
  const fates = await stores.inShop(shopId, (tx) =>
    stores.parked.fatesOf(tx, webhookIds.slice(0, FATES_MAX)),
  );
  const count = (state: keyof Fates): number => fates.filter((fate) => fate.state === state).length;
  return { pending: count("pending"), done: count("done"), parked: count("parked") };
}

/** Asks Shopify at once for the orders that wait for their next try. */
export async function askForOrdersNow(
  { stores, clock }: Pick<Ports, "stores" | "clock">,
  shopId: ShopId,
): Promise<number> {
  return stores.inShop(shopId, (tx) => stores.parked.askNow(tx, clock()));
}
