import "@shopify/shopify-app-remix/server/adapters/node";
import { beforeAll, describe, expect, test } from "vitest";
import { startTestApp, SHOP, type TestApp } from "../support/app.ts";
import {
  nowInSeconds,
  PREVIOUS_SECRET,
  querySignature,
  queryOf,
  signedQuery,
  type QueryPairs,
} from "../support/signing.ts";

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ draining: false });
  await app.installed();
});

const ago = (seconds: number): string => String(Number(nowInSeconds()) - seconds);

/** The four parameters that Shopify adds, with some of them changed, added or (null) left out. */
function pairs(changes: Record<string, string | null> = {}): QueryPairs {
  const all: Record<string, string | null> = {
    shop: SHOP,
    path_prefix: "/apps/perennial",
    timestamp: nowInSeconds(),
    logged_in_customer_id: "1001",
    ...changes,
  };
  return Object.entries(all).flatMap(([name, value]): QueryPairs =>
    value === null ? [] : [[name, value]],
  );
}

const signed = (changes?: Record<string, string | null>): string => signedQuery(pairs(changes));
const signature = (): string => querySignature(pairs());

type Case = {
  why: string;
  query: () => string;
  /** What Shopify's own library makes of it, for comparison. */
  library: "takes" | "refuses";
  app: "takes" | "refuses";
};
const both = (outcome: "takes" | "refuses") => ({ library: outcome, app: outcome }) as const;
const stricter = { library: "takes", app: "refuses" } as const;

const CASES: Case[] = [
  { why: "signed as Shopify signs", query: () => signed(), ...both("takes") },
  {
    why: "a guest",
    query: () => signed({ logged_in_customer_id: "" }),
    ...both("takes"),
  },
  {
    why: "no customer parameter at all",
    query: () => signed({ logged_in_customer_id: null }),
    ...both("takes"),
  },
  {
    why: "a visitor's own parameters",
    query: () => signed({ a: "b c+d&e=f", utm_source: "ünï" }),
    ...both("takes"),
  },
  {
    why: "a visitor's own parameter, repeated",
    query: () => signedQuery([["x", "1"], ["x", "2"], ...pairs()]),
    ...both("takes"),
  },
  {
    why: "another order of the parameters",
    query: () => signedQuery(pairs().reverse()),
    ...both("takes"),
  },
  { why: "80 seconds old", query: () => signed({ timestamp: ago(80) }), ...both("takes") },
  { why: "100 seconds old", query: () => signed({ timestamp: ago(100) }), ...both("refuses") },
  { why: "100 seconds ahead", query: () => signed({ timestamp: ago(-100) }), ...both("refuses") },
  { why: "no timestamp", query: () => signed({ timestamp: null }), ...both("refuses") },
  { why: "an empty timestamp", query: () => signed({ timestamp: "" }), ...both("refuses") },
  { why: "a timestamp in words", query: () => signed({ timestamp: "now" }), ...both("refuses") },
  {
    why: "a fraction in the timestamp",
    query: () => signed({ timestamp: `${nowInSeconds()}.5` }),
    ...both("refuses"),
  },
  { why: "unsigned", query: () => queryOf(pairs()), ...both("refuses") },
  {
    why: "an empty signature",
    query: () => queryOf([...pairs(), ["signature", ""]]),
    ...both("refuses"),
  },
  {
    why: "signed with another secret",
    query: () => signedQuery(pairs(), "another"),
    ...both("refuses"),
  },
  {
    why: "the signature in capitals",
    query: () => queryOf([...pairs(), ["signature", signature().toUpperCase()]]),
    ...both("refuses"),
  },
  {
    why: "half of the signature",
    query: () => queryOf([...pairs(), ["signature", signature().slice(0, 32)]]),
    ...both("refuses"),
  },
  {
    why: "letters behind the signature",
    query: () => queryOf([...pairs(), ["signature", `${signature()}zz`]]),
    ...both("refuses"),
  },
  {
    why: "the signature twice",
    query: () => queryOf([...pairs(), ["signature", signature()], ["signature", signature()]]),
    ...both("refuses"),
  },
  {
    why: "another customer than was signed",
    query: () => signed().replace("logged_in_customer_id=1001", "logged_in_customer_id=1002"),
    ...both("refuses"),
  },
  {
    why: "another shop than was signed",
    query: () => signed().replace(SHOP, "meadow.myshopify.com"),
    ...both("refuses"),
  },
  { why: "a parameter added later", query: () => `${signed()}&x=1`, ...both("refuses") },
  {
    why: "two parameters glued into one, which gives the same text to sign",
    query: () => {
      const signature = querySignature(pairs());
      const glued = pairs({
        logged_in_customer_id: null,
        path_prefix: null,
      });
      const rest = "1001path_prefix=/apps/perennial";
      return queryOf([...glued, ["logged_in_customer_id", rest], ["signature", signature]]);
    },
    ...stricter,
  },
  {
    why: "the shop twice",
    query: () => signedQuery([...pairs(), ["shop", "meadow.myshopify.com"]]),
    ...both("refuses"),
  },
  {
    why: "the timestamp twice",
    query: () => signedQuery([...pairs(), ["timestamp", nowInSeconds()]]),
    ...both("refuses"),
  },
  {
    why: "the customer twice",
    query: () => signedQuery([...pairs(), ["logged_in_customer_id", "1002"]]),
    ...stricter,
  },
  {
    why: "a customer that is no number",
    query: () => signed({ logged_in_customer_id: "1001x" }),
    ...stricter,
  },
  {
    why: "a customer as a gid",
    query: () => signed({ logged_in_customer_id: "gid://shopify/Customer/1001" }),
    ...stricter,
  },
  {
    why: "a customer below zero",
    query: () => signed({ logged_in_customer_id: "-1" }),
    ...stricter,
  },
  {
    why: "a customer of 20 digits",
    query: () => signed({ logged_in_customer_id: "99999999999999999999" }),
    ...stricter,
  },
  { why: "a shop in capitals", query: () => signed({ shop: SHOP.toUpperCase() }), ...stricter },
  { why: "a shop elsewhere", query: () => signed({ shop: "orchard.example.com" }), ...stricter },
  { why: "no shop", query: () => signed({ shop: null }), ...stricter },
  {
    why: "the names in capitals",
    query: () => signedQuery(pairs().map(([name, value]) => [name.toUpperCase(), value])),
    ...both("refuses"),
  },
];

/** A throw is its refusal; beyond the signature it asks for a session, which isn't its yes or no. */
async function libraryOutcome(query: string): Promise<"takes" | "refuses"> {
  const request = new Request(`https://app.example.com/proxy/member?${query}`);
  try {
    await app.app.shopify.authenticate.public.appProxy(request);
    return "takes";
  } catch (error) {
    if (error instanceof Response && error.status === 400) return "refuses";
    return "takes";
  }
}

describe("who may speak for the storefront", () => {
  test.each(CASES)("$why: the app $app it", async ({ query, ...expected }) => {
    const text = query();
    const answer = await app.send({ method: "GET", path: `/proxy/member?${text}` });
    expect(answer.status).toBe(expected.app === "takes" ? 200 : 401);
    expect(await libraryOutcome(text)).toBe(expected.library);
  });

  test("the app takes nothing that Shopify's library refuses", () => {
    expect(CASES.filter((each) => each.library === "refuses" && each.app === "takes")).toEqual([]);
  });

  test("the previous secret still signs while it is being replaced", async () => {
    const query = signedQuery(pairs(), PREVIOUS_SECRET);
    expect((await app.send({ method: "GET", path: `/proxy/member?${query}` })).status).toBe(200);
  });

  test("the demo's shifted clock doesn't make an old signature new", async () => {
    app.clock.now += 365 * 86_400_000;
    expect((await app.send({ method: "GET", path: `/proxy/member?${signed()}` })).status).toBe(200);
    const shifted = String(Math.floor(app.clock.now / 1_000));
    const query = signed({ timestamp: shifted });
    expect((await app.send({ method: "GET", path: `/proxy/member?${query}` })).status).toBe(401);
  });
});
