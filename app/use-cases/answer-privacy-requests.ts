/**
 * Answers what the law asks for, in the order in which it was asked: forgetting a customer, forgetting
 * the shop. None is lost: one that fails is tried again, ever less often, and says why.
 */
import type { StoredRequest } from "../adapters/postgres/privacy-store.server.ts";
import { HOUR, MINUTE } from "../domain/shared/instant.ts";
import type { ShopId } from "./ports.ts";
import { redactCustomer, type Forgetting, type Unfinished } from "./redact-customer.ts";
import { redactShop } from "./redact-shop.ts";

/** Requests of one shop in one run. */
export const REQUESTS_MAX = 100;
const PAUSE_FIRST = MINUTE;
/** The law gives 30 days. */
const PAUSE_LONGEST = 6 * HOUR;

/** How many were answered. */
export async function answerPrivacyRequests(ports: Forgetting, shopId: ShopId): Promise<number> {
  const { stores } = ports;
  const due = await stores.inShop(shopId, (tx) => stores.privacy.dueRequests(tx, REQUESTS_MAX));
  let answered = 0;
  for (const request of due) {
    try {
      await answer(ports, shopId, request);
      answered += 1;
    } catch (error) {
      await postpone(ports, shopId, request, error);
    }
  }
  return answered;
}

async function answer(ports: Forgetting, shopId: ShopId, request: StoredRequest): Promise<void> {
  const { stores, log } = ports;
  const { webhookId, topic, customerId, orderIds, report } = request;
  if (topic === "shop/redact") await redactShop(ports, shopId, request);
  else if (customerId === null)
    await stores.inShop(shopId, (tx) =>
      stores.privacy.closeRequest(tx, webhookId, "it names no customer"),
    );
  else {
    const unfinished = (report?.["unfinished"] as Unfinished | undefined) ?? null;
    await redactCustomer(ports, shopId, { webhookId, customerId, orderIds, unfinished });
  }
  log.info({ shopId, webhookId, topic }, "a privacy request was answered");
}

async function postpone(
  { stores, log }: Forgetting,
  shopId: ShopId,
  { webhookId, topic, attempts }: StoredRequest,
  error: unknown,
): Promise<void> {
  const pauseMs = Math.min(PAUSE_LONGEST, PAUSE_FIRST * 2 ** Math.min(attempts, 10));
  log.error(
    { shopId, webhookId, topic, attempts, pauseMs, error },
    "a privacy request could not be answered; tried again",
  );
  const remark = error instanceof Error ? error.message : String(error);
  await stores.inShop(shopId, (tx) =>
    stores.privacy.postponeRequest(tx, webhookId, { pauseMs, remark }),
  );
}
