/** Everything that is held of one customer, taken by the merchant without being asked by law. */
import type { Logged } from "../adapters/postgres/team-log-store.server.ts";
import type { Id } from "../domain/shared/ids.ts";
import { dataFileOf } from "./customer-file.ts";
import { customerSubject } from "./log-staff.ts";
import type { Ports } from "./ports.ts";
import type { NamedShop } from "./read-names.ts";

export async function takeDataFile(
  ports: Ports,
  { shopId, shopDomain }: NamedShop,
  { customerId, staff }: { customerId: Id; staff: Logged["staff"] },
): Promise<string> {
  const { stores } = ports;
  const file = await dataFileOf(ports, { shopId, domain: shopDomain }, customerId);
  await stores.inShopRetrying(shopId, async (tx) => {
    const subject = await customerSubject(ports, tx, customerId);
    await stores.team.append(tx, { staff, what: "data-file-taken", subject, detail: {} });
  });
  return `${JSON.stringify(file, null, 2)}\n`;
}
