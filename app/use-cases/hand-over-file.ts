/** The merchant takes a customer's file: the request is answered by it, and the team log says who took it. */
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import { dataFileOf } from "./customer-file.ts";
import { customerSubject } from "./log-staff.ts";
import type { Ports, ShopId } from "./ports.ts";

export type HandedOver = { fileName: string; mediaType: string; text: string };

/** Null when there is no such request, or the customer was forgotten since. */
export async function handOverData(
  ports: Ports,
  shop: { shopId: ShopId; domain: string },
  { webhookId, staff }: { webhookId: string; staff: Logged["staff"] },
): Promise<HandedOver | null> {
  const { stores } = ports;
  const request = await stores.inShop(shop.shopId, (tx) =>
    stores.privacy.findRequest(tx, webhookId),
  );
  const customerId = request?.topic === "customers/data_request" ? request.customerId : null;
  if (customerId === null) return null;
  const file = await dataFileOf(ports, shop, customerId);
  await stores.inShopRetrying(shop.shopId, async (tx) => {
    await stores.privacy.noteHandedOver(tx, webhookId);
    const subject = await customerSubject(ports, tx, customerId);
    await stores.team.append(tx, { staff, what: "data-file-taken", subject, detail: {} });
  });
  return {
    fileName: `customer-${customerId}.json`,
    mediaType: "application/json; charset=utf-8",
    text: `${JSON.stringify(file, null, 2)}\n`,
  };
}
