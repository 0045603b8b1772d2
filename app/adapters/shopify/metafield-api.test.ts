import { expect, test } from "vitest";
import type { AdminExchange } from "./admin-answer.ts";
import { setMetafields, type OwnedMetafields } from "./metafield-api.server.ts";

type Exchange = { document: string; variables: Record<string, unknown> };

/** Shopify, saying this in turn; what it was asked. */
function saying(...answers: object[]): { asked: Exchange[]; exchange: AdminExchange } {
  const asked: Exchange[] = [];
  const exchange: AdminExchange = async (document, variables) => {
    asked.push({ document, variables });
    return { data: answers[asked.length - 1] };
  };
  return { asked, exchange };
}

const of = (customerId: string, digest: string | null): OwnedMetafields => ({
  owner: { customerId },
  digest,
  metafields: ["balance", "member"].map((key) => {
    return { namespace: "$app", key, type: "json", value: "1" };
  }),
});
const complaint = (elementIndex: number, code: string) => ({
  elementIndex,
  code,
  field: ["metafields", String(elementIndex), "ownerId"],
  message: `it is ${code}`,
});
const refusing = (...userErrors: object[]) => ({
  metafieldsSet: { metafields: [], userErrors },
});

test("the last of an owner's metafields guards them all, and its digest is told", async () => {
  const metafields = ["a", "b", "c", "d"].map((compareDigest) => ({ compareDigest }));
  const { asked, exchange } = saying({ metafieldsSet: { metafields, userErrors: [] } });
  const outcome = await setMetafields(exchange, [of("1", "old"), of("2", null)]);
  expect(outcome).toMatchObject({ kind: "accepted", digests: ["b", "d"] });
  const set = asked[0]?.variables["metafields"] as { compareDigest?: string | null }[];
  expect(set.map(({ compareDigest }) => compareDigest)).toEqual([
    undefined,
    "old",
    undefined,
    null,
  ]);
});

test("who was late is told what is there; who isn't there is told apart", async () => {
  const { asked, exchange } = saying(
    refusing(complaint(1, "STALE_OBJECT"), complaint(2, "INVALID"), complaint(5, "STALE_OBJECT")),
    { nodes: [{ metafield: { compareDigest: "new" } }, { metafield: null }] },
  );
  const outcome = await setMetafields(exchange, [of("1", "old"), of("2", "old"), of("3", "old")]);
  expect(outcome).toMatchObject({
    refused: new Map([
      [0, { kind: "stale", digest: "new" }],
      [1, { kind: "owner", why: "it is INVALID" }],
      [2, { kind: "stale", digest: null }],
    ]),
  });
  expect(asked[1]?.variables).toEqual({
    ids: ["gid://shopify/Customer/1", "gid://shopify/Customer/3"],
  });
});

test("an owner who is late and isn't there isn't there", async () => {
  const { exchange } = saying(refusing(complaint(1, "STALE_OBJECT"), complaint(0, "INVALID")));
  expect(await setMetafields(exchange, [of("1", "old")])).toMatchObject({
    refused: new Map([[0, { kind: "owner", why: "it is INVALID" }]]),
  });
});

test.each(["APP_NOT_AUTHORIZED", "INTERNAL_ERROR", "INVALID_TYPE"])(
  "%s says nothing of the owner: nobody is left out for it",
  async (code) => {
    const { exchange } = saying(refusing(complaint(0, code)));
    await expect(setMetafields(exchange, [of("1", null)])).rejects.toThrow(`it is ${code}`);
  },
);
