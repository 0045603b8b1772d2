/** What the blocks say before any script: for whom, in which words, in which language. */
import { describe, expect, test } from "vitest";
import { memberField, PROGRAM, renderBlock, type Scene } from "./block-stage.ts";

/** The text a shopper reads, without styles, tags and what is hidden. */
function textOf(html: string): string {
  return html
    .replace(/<style>[\s\S]*?<\/style>/g, "")
    .replace(/<(\w+)[^>]* hidden>[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/ +\./g, ".")
    .replace(/\s+/g, " ")
    .trim();
}
const text = (block: string, scene: Scene = {}): string => textOf(renderBlock(block, scene));
const GUEST: Scene = { member: null };
const mug = { id: 5, prices: [2_400] };

test("every block renders without an error for every shopper in every language", () => {
  const blocks = ["launcher", "balance", "earn", "ways-to-earn", "tiers", "rewards", "history"];
  for (const language of ["en", "de", "fr", "es", "ja", "zh-CN", "zh-TW", "ar"]) {
    for (const member of [null, undefined, memberField()]) {
      for (const block of blocks) {
        const html = renderBlock(block, { language, member, product: mug });
        expect(html).not.toMatch(/Liquid error|Translation missing|%[a-z]</);
      }
    }
  }
});

test("before the app has published a program, shoppers see nothing and the merchant is told", () => {
  for (const block of ["balance", "earn", "ways-to-earn", "tiers", "rewards", "history"]) {
    expect(text(block, { program: null, member: memberField() })).toBe("");
    expect(text(block, { program: null, designMode: true })).toContain("Open Perennial");
  }
  expect(renderBlock("launcher", { program: null }).trim()).toBe("");
});

test("a guest sees what membership gives, and one button", () => {
  const html = renderBlock("balance", GUEST);
  expect(textOf(html)).toBe(
    "Join Rewards 100 points just for joining 1 point for every £1 Free shipping from 300 points Join or log in",
  );
  expect(html.match(/<a [^>]*href="([^"]*)"/)?.[1]).toBe("/account/login");
});

test("nothing of a guest's can be asked for", () => {
  for (const block of ["launcher", "balance", "tiers", "rewards", "history", "ways-to-earn"]) {
    expect(renderBlock(block, GUEST)).not.toContain("data-proxy");
  }
});

test("a customer who hasn't joined joins right here", () => {
  const html = renderBlock("balance", { member: undefined });
  expect(html).toMatch(/<button [^>]*data-join/);
  expect(textOf(html)).toContain("Join and get 100 points");
});

test.each([
  { why: "an order enrolled them: theirs to claim", joined: false, claims: true, done: 1 },
  { why: "they joined: it is done", joined: true, claims: false, done: 2 },
])("a member and the joining points: $why", ({ joined, claims, done }) => {
  const member = memberField({ joined });
  const ways = renderBlock("ways-to-earn", { member, settings: { button: true } });
  expect(/<button [^>]*data-join/.test(ways)).toBe(claims);
  expect(ways.match(/pn-tick"/g)).toHaveLength(done);
  for (const block of ["launcher", "balance"]) {
    const text = textOf(renderBlock(block, { member }));
    expect(text.includes("Claim your 100 points for joining"), block).toBe(claims);
  }
});

test("whoever left after joining is promised no second joining points", () => {
  const html = renderBlock("balance", { member: memberField({ enrolled: false, joined: true }) });
  expect(textOf(html)).toContain("Join now");
  expect(textOf(html)).not.toContain("100 points");
});

test.each<{ why: string; member: Parameters<typeof memberField>[0]; says: string }>([
  { why: "the way to the next tier", member: {}, says: "Silver 120 points £126 to Gold" },
  { why: "the next reward", member: {}, says: "Free shipping: 180 points to go" },
  {
    why: "that every reward can be had",
    member: { available: 1_200 },
    says: "£10 off: you have enough",
  },
  {
    why: "the top",
    member: { next: null, tier: { ...memberField().tier, id: "gold", name: "Gold" } },
    says: "Gold 120 points You’ve made it to the top",
  },
  { why: "what is on the way", member: { pending: 40 }, says: "40 points on the way" },
  {
    why: "one point by itself",
    member: { available: 1, pending: 1 },
    says: "Silver 1 point £126",
  },
  {
    why: "points that go soon, counted in days",
    member: { expiring: { points: 120, at: "2026-12-05T00:00:00Z" } },
    says: "Goes in 12 days",
  },
  {
    why: "points that go at midnight",
    member: { expiring: { points: 120, at: "2026-11-23T00:00:00Z" } },
    says: "Goes today",
  },
  {
    why: "the last day of points that are good for long",
    member: { expiring: { points: 120, at: "2027-11-01T00:00:00Z" } },
    says: "Good until 31 Oct 2027",
  },
  {
    why: "a debt, kindly",
    member: { available: -30, expiring: null },
    says: "A return took back more than you had. Your next order makes up for it.",
  },
])("a member is told $why", ({ member, says }) => {
  expect(text("balance", { member: memberField(member) })).toContain(says);
});

test("compact: the balance and the way, no more", () => {
  const scene = { member: memberField(), settings: { compact: true } };
  expect(text("balance", scene)).toBe("Silver 120 points £126 to Gold");
});

test.each<{ language: string; balance: string; way: string; rule: string; day: string }>([
  {
    language: "de",
    balance: "12.345 Punkte",
    way: "Noch £126 bis Gold",
    rule: "1,25 Punkte für je £1",
    day: "Gültig bis 31. Okt. 2027",
  },
  {
    language: "fr",
    balance: "12 345 points",
    way: "Plus que £126 avant Gold",
    rule: "1,25 point pour £1 d’achat",
    day: "Valables jusqu’au 31 oct. 2027",
  },
  {
    language: "es",
    balance: "12.345 puntos",
    way: "£126 más para Gold",
    rule: "1,25 puntos por cada £1",
    day: "Válidos hasta el 31 oct 2027",
  },
  {
    language: "ja",
    balance: "12,345ポイント",
    way: "あと£126でGoldランク",
    rule: "£1ごとに1.25ポイント",
    day: "2027年10月31日 まで有効",
  },
  {
    language: "zh-CN",
    balance: "12,345 积分",
    way: "再消费 £126 升到 Gold",
    rule: "每消费 £1 得 1.25 积分",
    day: "2027年10月31日 前有效",
  },
  {
    language: "zh-TW",
    balance: "12,345 點",
    way: "再消費 £126 升上 Gold",
    rule: "每消費 £1 得 1.25 點",
    day: "2027年10月31日 前有效",
  },
  {
    language: "ar",
    balance: "12,345 points",
    way: "£126 to Gold",
    rule: "1.25 points for every £1",
    day: "Good until 31 Oct 2027",
  },
])("$language groups digits, counts and dates in its own way", ({ language, ...says }) => {
  const shown = text("balance", { language, member: memberField({ available: 12_345 }) });
  for (const words of Object.values(says)) expect(shown).toContain(words);
});

test("digits are grouped as the browser groups them", () => {
  const parts: [string, string][] = [
    ["en", "en"],
    ["de", "de"],
    ["fr", "fr"],
    ["es", "es"],
    ["ja", "ja"],
  ];
  for (const [language, tag] of parts) {
    for (const available of [0, 7, 999, 1_000, 1_050, 9_999, 10_000, 123_456, 1_000_000, -1_234]) {
      const html = renderBlock("balance", { language, member: memberField({ available }) });
      const shown = /data-k="available"[^>]*>([^<]*)</.exec(html)?.[1];
      const number = new Intl.NumberFormat(tag).format(available).replace("-", "−");
      expect(shown?.startsWith(number)).toBe(true);
      expect(shown?.slice(number.length)).not.toMatch(/\d/);
    }
  }
});

test("the merchant's own word for points stands as it is, in every language", () => {
  const program = { ...PROGRAM, pointsName: "petals" };
  expect(text("earn", { ...GUEST, program, product: mug })).toContain("Earn 24 petals");
  expect(text("earn", { ...GUEST, program, product: mug, language: "ja" })).toContain("24 petals");
});

test("names with marks come out as they are, and never as markup", () => {
  const program = { ...PROGRAM, name: "Bits & Bobs", pointsName: "<b>bobs" };
  const html = renderBlock("balance", { ...GUEST, program });
  expect(textOf(html)).toContain("Join Bits & Bobs");
  expect(html).toContain("100 &lt;b&gt;bobs");
  expect(html).not.toContain("<b>bobs");
  const tier = { ...memberField().tier, name: `A & "B"` };
  expect(renderBlock("balance", { member: memberField({ tier }) })).toContain(
    "A &amp; &quot;B&quot;",
  );
});

test("a product earns at the member's own rate", () => {
  expect(text("earn", { ...GUEST, product: mug })).toBe(
    "Earn 24 points Join or log in to collect them",
  );
  expect(text("earn", { member: undefined, product: mug })).toBe(
    "Earn 24 points Yours with your first order",
  );
  expect(text("earn", { member: memberField(), product: mug })).toBe(
    "Earn 30 points With your Silver bonus",
  );
});

test("points of a product are whole, and of the variant that is chosen", () => {
  expect(text("earn", { ...GUEST, product: { id: 5, prices: [2_499] } })).toContain("24 points");
  const product = { id: 5, prices: [2_400, 3_000], selected: 1 };
  expect(text("earn", { ...GUEST, product })).toContain("30 points");
});

test("a gift card and a free gift earn nothing, so nothing is said", () => {
  expect(text("earn", { ...GUEST, product: { ...mug, "gift_card?": true } })).toBe("");
  expect(text("earn", { ...GUEST, product: { id: 5, prices: [0] } })).toBe("");
});

test("points count on the price without tax: where prices include one, the number is a limit", () => {
  const scene = { ...GUEST, product: mug, taxesIncluded: true };
  expect(text("earn", scene)).toContain("Earn up to 24 points");
  expect(text("earn", { ...scene, settings: { tax: 20 } })).toContain("Earn 20 points");
  expect(text("earn", { ...scene, taxesIncluded: false, settings: { tax: 20 } })).toContain(
    "Earn 24 points",
  );
});

test("in another currency the rule stands in words, in the shop's own money", () => {
  const country = { code: "US", currency: "USD" };
  expect(text("earn", { ...GUEST, product: mug, country })).toContain("Earn 1 point for every £1");
  expect(text("tiers", { ...GUEST, country })).toContain("Spend £200 in a year");
  expect(text("rewards", { ...GUEST, country })).toContain("£10 off");
  const rewards = [{ id: "x", kind: "amount-off", points: 500, amount: 750, title: null }];
  const program = { ...PROGRAM, rewards };
  expect(text("rewards", { ...GUEST, country, program })).toContain("£7.50 off");
  expect(text("rewards", { ...GUEST, country, program, language: "de" })).toContain(
    "7,50 £ Rabatt",
  );
});

test("rewards, cheapest first, say what is missing", () => {
  expect(text("rewards", { member: memberField() })).toBe(
    "Rewards £1 off For every 100 points, as much as you like You have enough " +
      "Free shipping 300 points 180 points to go £5 off 500 points 380 points to go " +
      "£10 off 900 points 780 points to go",
  );
});

test("a reward of a kind that this version doesn't know is left out", () => {
  const rewards = [...PROGRAM.rewards, { id: "x", kind: "moon-trip", points: 1, title: null }];
  expect(renderBlock("rewards", { ...GUEST, program: { ...PROGRAM, rewards } })).not.toContain(
    "moon",
  );
});

test("the tiers show where the member is, and only there", () => {
  const html = renderBlock("tiers", { member: memberField() });
  const current = [...html.matchAll(/<li [^>]*data-tier="(\w+)" aria-current="true"/g)];
  expect(current.map(([, id]) => id)).toEqual(["silver"]);
  expect(textOf(html)).toContain("Yours until 31 Mar 2027");
});

test("the history tells the newest entries in the shopper's language", () => {
  const shown = text("history", { member: memberField(), language: "de" });
  expect(shown).toContain("Punkte für deine Bestellung 20. Nov. 2026 · #1005 +50");
  expect(shown).toContain("Ein Teil deiner Bestellung ging zurück 12. Nov. 2026 · #1004 −25");
  expect(text("history", { member: memberField({ recent: [] }) })).toContain(
    "Your first points will show up here.",
  );
  expect(text("history", GUEST)).toBe("");
});

test("the launcher says the balance, or what a guest could have", () => {
  expect(text("launcher", { member: memberField() })).toMatch(
    /^Rewards: 120 points Rewards Silver 120 points/,
  );
  expect(text("launcher", GUEST)).toMatch(/^Rewards Rewards 100 points just for joining/);
  expect(text("launcher", { ...GUEST, settings: { label: "Club" } })).toMatch(/^Club /);
});

test("text on a merchant's color is whichever of black and white can be read", () => {
  const ink = (accent: string) =>
    /--pn-i:(#\w+)/.exec(renderBlock("balance", { settings: { accent } }))?.[1];
  expect([ink("#1a1a60"), ink("#ffd54a")]).toEqual(["#fff", "#000"]);
});

describe("a look chosen in the app", () => {
  const look = { accent: "#1a6b4a", radius: 0, side: "start", label: "Vorteile" };
  const program = { ...PROGRAM, look };

  test("holds for a block that leaves it open", () => {
    const html = renderBlock("balance", { member: memberField(), program });
    expect(html).toContain("--pn-r:0px");
    expect(html).toContain("--pn-a:#1a6b4a;--pn-i:#fff");
  });

  test("yields to a color that the theme editor gives the block", () => {
    const settings = { accent: "#ffcc00" };
    const html = renderBlock("tiers", { member: memberField(), program, settings });
    expect(html).toContain("--pn-a:#ffcc00;--pn-i:#000");
  });

  test("says where the launcher stands and what guests read on it", () => {
    const html = renderBlock("launcher", { member: null, program });
    expect(html).toContain('data-side="start"');
    expect(html).toContain("Vorteile");
    expect(html).toContain("background:#1a6b4a");
  });

  test("and without one, blocks look as they did", () => {
    const html = renderBlock("launcher", { member: null });
    expect(html).toContain('data-side="end"');
    expect(html).not.toContain("--pn-a:");
  });
});
