/**
 * What shoppers see, with everything real: the app as it is started, Shopify's own client, the dev
 * store with its faults. Whatever fails in between, Shopify ends up with the newest state.
 */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Bed } from "./bed/bed.ts";
import { until, type ProcessGroup } from "./bed/process-group.ts";

const WAIT_MS = 60_000;
const CUSTOMERS = Array.from({ length: 20 }, (_, index) => String(7_001 + index));

let bed: Bed;
let app: ProcessGroup;

beforeEach(async () => {
  bed = await Bed.open();
  await bed.startStore();
  app = await bed.startApp();
  await bed.install();
}, WAIT_MS);

afterEach(() => bed.close(), WAIT_MS);

interface Metafield {
  key: string;
  value: string;
}

/** The balance that a theme block would read; null when there is none. */
async function balanceSeen(customerId: string): Promise<string | null> {
  const { metafields } = await bed.control<{ metafields: Metafield[] }>(
    "GET",
    `/control/metafields?owner=gid://shopify/Customer/${customerId}`,
  );
  return metafields.find(({ key }) => key === "balance")?.value ?? null;
}

async function programIsSeen(): Promise<boolean> {
  const { metafields } = await bed.control<{ metafields: Metafield[] }>(
    "GET",
    "/control/metafields",
  );
  return metafields.some(({ key }) => key === "program");
}

async function buy(customerId: string, price: string): Promise<void> {
  const email = `${customerId}@example.com`;
  await bed.control("PUT", `/control/customers/${customerId}`, { email });
  await bed.control("POST", "/control/orders", {
    customer: { id: customerId },
    line_items: [{ title: "Thing", quantity: 1, price }],
  });
}

const faults = (told: Record<string, number | boolean>): Promise<unknown> =>
  bed.control("POST", "/control/faults", told);

const untilSeen = (customerId: string, balance: string): Promise<true> =>
  until(
    `customer ${customerId} to see ${balance} points`,
    async () => (await balanceSeen(customerId)) === balance || undefined,
    { msMax: WAIT_MS, tail: app.tail },
  );

interface Waiting {
  waiting: number;
  failing: number;
}

async function marks(): Promise<Waiting> {
  const [row] = await bed.query<{ waiting: string; failing: string }>(
    "SELECT waiting, failing FROM marks_health(NULL)",
  );
  return { waiting: Number(row?.waiting), failing: Number(row?.failing) };
}

const untilNothingWaits = (): Promise<true> =>
  until("nothing to wait", async () => (await marks()).waiting === 0 || undefined, {
    msMax: WAIT_MS,
    tail: app.tail,
  });

test("an empty bucket, failures and lost answers: the newest state arrives all the same", async () => {
  await until("the program to be seen", programIsSeen, { msMax: WAIT_MS, tail: app.tail });
  await faults({ throttle: 2, fail: 2, timeoutAfterSuccess: 2 });
  await buy("7001", "30.00");
  await untilSeen("7001", "30");
  await buy("7001", "12.00");
  await untilSeen("7001", "42");
  await untilNothingWaits();
  const { requests } = await bed.control<{ requests: { errors: string[] }[] }>(
    "GET",
    "/control/requests",
  );
  const errors = requests.flatMap((each) => each.errors);
  expect(errors.filter((each) => each === "Internal Server Error")).toHaveLength(2);
  expect(errors.filter((each) => each === "Throttled")).toHaveLength(2);
}, 120_000);

test("kill -9 while much is still to be shown: it is shown after the start", async () => {
  await until("the program to be seen", programIsSeen, { msMax: WAIT_MS, tail: app.tail });
  await faults({ fail: true });
  for (const [index, customerId] of CUSTOMERS.entries()) await buy(customerId, `${index + 1}.00`);
  await until("Shopify to have refused some", async () => (await marks()).failing > 0, {
    msMax: WAIT_MS,
    tail: app.tail,
  });
  await bed.drained(app);
  await app.kill();
  await faults({ fail: false });
  app = await bed.startApp();
  for (const [index, customerId] of CUSTOMERS.entries())
    await untilSeen(customerId, String(index + 1));
  await untilNothingWaits();
}, 120_000);

test("without a token nothing is sent, and it is told; the merchant's next visit mends it", async () => {
  await until("the program to be seen", programIsSeen, { msMax: WAIT_MS, tail: app.tail });
  await bed.query("DELETE FROM sessions");
  await buy("7001", "30.00");
  await until("the failure to be noted", async () => (await marks()).failing > 0, {
    msMax: WAIT_MS,
    tail: app.tail,
  });
  const [mark] = await bed.query<{ remark: string }>(
    "SELECT remark FROM dirty_marks WHERE attempts > 0",
  );
  expect(mark?.remark).toBe("there is no access token: open the app in the shop's admin once");
  expect(await balanceSeen("7001")).toBeNull();
  await bed.install();
  await untilSeen("7001", "30");
}, 120_000);
