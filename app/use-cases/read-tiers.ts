/** The tiers that members can be in, by their names in force, and whether there are members at all. */
import { versionAt } from "../domain/program/program.ts";
import type { Ports, ShopId } from "./ports.ts";

export type Tiers = {
  tiers: { id: string; name: string }[];
  /** Nobody is a member, and nobody ever was. */
  nobody: boolean;
};

export async function readTiers({ stores, clock }: Ports, shopId: ShopId): Promise<Tiers> {
  return stores.inShop(shopId, async (tx) => {
    const { versions } = await stores.settlements.loadKnown(tx, [], []);
    const { tiers } = versionAt(versions, clock());
    return {
      tiers: tiers.map(({ id, name }) => ({ id, name })),
      nobody: !(await stores.memberList.hasMembers(tx)),
    };
  });
}
