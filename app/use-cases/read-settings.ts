/** What the merchant has chosen beside the program, with a default for whatever they have not. */
import type { ShopSettings } from "../domain/settings/shop-settings.ts";
import type { Ports, ShopId } from "./ports.ts";

export async function readSettings(
  { stores }: Pick<Ports, "stores">,
  shopId: ShopId,
): Promise<ShopSettings> {
  const { settings } = await stores.inShop(shopId, (tx) => stores.settings.readSettings(tx));
  return settings;
}
