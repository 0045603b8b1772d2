/** What the running demo has to show: who can visit it, what is sold there, an order to look at. */
import type { Place, Who } from "./shot.ts";

const ORDERS_LOOKED_AT = 250;
/** The same at every run: the demo's shop doesn't fill with visitors of ours. */
const NEWCOMER = {
  id: "7300099999999",
  email: "nova@example.com",
  first_name: "Nova",
  last_name: "Newcomer",
};

interface OrderOf {
  id: number;
  customer: { id: number } | null;
  financial_status: string;
}

type Control = <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;

const controlOf =
  (store: string): Control =>
  async <Answer>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${store}/control/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };

export async function findPlace(app: string, store: string): Promise<Place> {
  const control = controlOf(store);
  const { orders } = await control<{ orders: OrderOf[] }>(
    "GET",
    `orders?limit=${ORDERS_LOOKED_AT}`,
  );
  const { products } = await control<{ products: SoldProduct[] }>("GET", "products?limit=1");
  const member = busiest(orders);
  const [product] = products;
  if (member === null || product === undefined)
    throw new Error("The demo's shop has no orders or products to show.");
  await control("PUT", `customers/${NEWCOMER.id}`, NEWCOMER);
  const login = async (customerId: string): Promise<string> =>
    (await control<{ cookie: string }>("POST", "login", { customerId })).cookie;
  const cookies: Record<Who, string | null> = {
    guest: null,
    member: await login(String(member.customerId)),
    newcomer: await login(NEWCOMER.id),
  };
  return {
    app,
    store,
    cookies,
    product: product.handle,
    variant: String(product.variants[0]?.id),
    order: String(member.orderId),
    customer: String(member.customerId),
  };
}

interface SoldProduct {
  handle: string;
  variants: { id: number }[];
}

/** Whoever bought most often has most to show; their last order. */
function busiest(orders: readonly OrderOf[]): { customerId: number; orderId: number } | null {
  const byCustomer = new Map<number, number[]>();
  for (const { id, customer, financial_status: status } of orders) {
    if (customer === null || status !== "paid") continue;
    byCustomer.set(customer.id, [...(byCustomer.get(customer.id) ?? []), id]);
  }
  const [best] = [...byCustomer].sort(([, a], [, b]) => b.length - a.length);
  const orderId = best?.[1].at(-1);
  return best === undefined || orderId === undefined ? null : { customerId: best[0], orderId };
}
