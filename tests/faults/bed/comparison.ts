/** What the app holds against what the dev store's own record says it should: one line per difference. */
import type { Action } from "../../../app/domain/members/member-facts.ts";
import { keptGoods } from "../../../app/domain/orders/goods.ts";
import type { OrderFacts } from "../../../app/domain/orders/order-facts.ts";
import type { ProgramVersion } from "../../../app/domain/program/program.ts";
import { settleByDefinition } from "../../../app/domain/settlement/oracle.ts";
import type { Standing } from "../../../app/domain/settlement/settlement.ts";
import { SHOP, type Bed } from "./bed.ts";
import {
  answeredWebhookIds,
  factsOf,
  keptGoodsMinor,
  readRecord,
  type RecordOrder,
  type ShopRecord,
} from "./record.ts";

const DIFFERENCES_SHOWN = 20;

interface HeldMember {
  customerId: string;
  memberId: string;
  balance: number;
  standing: Standing;
  settledAt: number;
}

/** `npm run ledger:export`, read back. */
export interface Held {
  versions: ProgramVersion[];
  timeZone: string;
  orders: Map<string, OrderFacts>;
  members: Map<string, HeldMember>;
  actions: (Action & { customerId: string })[];
  /** Net points per customer and cause; causes that came to nothing are left out. */
  netByCause: Record<string, number>;
}

type Line = { type: string } & Record<string, unknown>;

export async function readHeld(bed: Bed): Promise<Held> {
  const { code, stdout, stderr } = await bed.command("ledger-export", ["--shop", SHOP]);
  if (code !== 0) throw new Error(`ledger:export ended with ${code}: ${stderr}`);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Line);
  const all = <Row>(type: string): Row[] => lines.filter((line) => line.type === type) as Row[];
  const members = all<HeldMember>("member");
  return {
    versions: all<ProgramVersion>("version"),
    timeZone: all<{ timeZone: string }>("shop")[0]?.timeZone ?? "",
    orders: new Map(all<OrderFacts>("order").map((order) => [order.orderId, order])),
    members: new Map(members.map((member) => [member.customerId, member])),
    actions: all("action"),
    netByCause: netByCause(all<Entry>("entry"), members),
  };
}

interface Entry {
  memberId: string;
  cause: string;
  points: string;
}

function netByCause(entries: Entry[], members: HeldMember[]): Record<string, number> {
  const customers = new Map(members.map(({ memberId, customerId }) => [memberId, customerId]));
  const sums = new Map<string, number>();
  for (const { memberId, cause, points } of entries) {
    const key = `${customers.get(memberId)} ${cause}`;
    sums.set(key, (sums.get(key) ?? 0) + Number(points));
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== 0).sort());
}

/** All that a fault may have broken, at rest: lost deliveries, wrong orders, wrong members, no proof. */
export async function whatIsWrong(bed: Bed): Promise<string[]> {
  const [record, held] = [await readRecord(bed), await readHeld(bed)];
  const wrong = [
    ...(await missingDeliveries(bed, answeredWebhookIds(bed))),
    ...wrongOrders(record, held),
    ...wrongMembers(record, held),
  ];
  const proof = await bed.command("ledger-verify");
  if (proof.code !== 0 || !/^proved: 1 shops/.test(proof.stdout))
    wrong.push(`ledger:verify ended with ${proof.code}: ${proof.stdout}${proof.stderr}`);
  return wrong.slice(0, DIFFERENCES_SHOWN);
}

/** Of deliveries that were answered with 200 every one must be in the inbox, and worked on. */
export async function missingDeliveries(bed: Bed, answered: string[]): Promise<string[]> {
  const rows = await bed.query<{ webhook_id: string; state: number; remark: string | null }>(
    "SELECT webhook_id, state, remark FROM inbox",
  );
  const kept = new Set(rows.map((row) => row.webhook_id));
  const parked = rows.filter((row) => row.state === 2);
  return [
    ...answered.filter((id) => !kept.has(id)).map((id) => `answered 200 and lost: webhook ${id}`),
    ...parked.map((row) => `parked: webhook ${row.webhook_id}: ${row.remark}`),
  ];
}

function wrongOrders(record: ShopRecord, held: Held): string[] {
  const standing = new Set(record.orders.map(({ id }) => String(id)));
  const strange = [...held.orders.values()].filter(
    (order) => !order.deleted && !standing.has(order.orderId),
  );
  return [
    ...record.orders.flatMap((order) => wrongOrder(order, held.orders.get(String(order.id)))),
    ...strange.map((order) => `order ${order.orderId}: the store has no such order (any more)`),
  ];
}

function wrongOrder(order: RecordOrder, facts: OrderFacts | undefined): string[] {
  const name = `order ${order.id}`;
  if (!facts?.snapshot || facts.deleted) return [`${name}: not known to the app`];
  const { snapshot } = facts;
  const expected = factsOf(order).snapshot;
  const goods = keptGoods(facts).goodsMinor;
  const wrong = (["financialStatus", "cancelledAt", "customerId", "placedAt", "test"] as const)
    .filter((field) => snapshot[field] !== expected?.[field])
    .map((field) => `${name}: ${field} is ${snapshot[field]}, not ${expected?.[field]}`);
  if (goods !== keptGoodsMinor(order))
    wrong.push(`${name}: kept goods are ${goods}, not ${keptGoodsMinor(order)}`);
  const refunds = order.refunds.map(({ id }) => String(id)).sort();
  const known = facts.refunds.map(({ id }) => id).sort();
  if (refunds.join() !== known.join())
    wrong.push(`${name}: refunds are ${known.join()}, not ${refunds.join()}`);
  return wrong;
}

function wrongMembers(record: ShopRecord, held: Held): string[] {
  const orders = Map.groupBy(record.orders, (order) => String(order.customer?.id ?? ""));
  orders.delete("");
  const customers = new Set([...orders.keys(), ...held.members.keys()]);
  return [...customers].flatMap((customerId) =>
    wrongMember(customerId, orders.get(customerId) ?? [], held),
  );
}

const COMPARED = ["balance", "pending", "lifetimeEarned", "enrolledAt"] as const;
const TIER = ["tierId", "tierSince", "tierUntil", "spendMinor"] as const;

function wrongMember(customerId: string, orders: RecordOrder[], held: Held): string[] {
  const member = held.members.get(customerId);
  if (!member) {
    return orders.every((order) => order.test) ? [] : [`customer ${customerId}: no member`];
  }
  const actions = held.actions.filter((action) => action.customerId === customerId);
  const { standing } = settleByDefinition(
    { orders: orders.map(factsOf), actions },
    held.versions,
    { timeZone: held.timeZone, earnFrom: null },
    member.settledAt,
  );
  return [...COMPARED, ...TIER]
    .filter((field) => member.standing[field] !== standing[field])
    .map(
      (field) =>
        `customer ${customerId}: ${field} is ${member.standing[field]}, not ${standing[field]}`,
    );
}
