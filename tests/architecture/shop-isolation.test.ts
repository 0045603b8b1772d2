/** No statement crosses shops: read from the source; what the database itself enforces is tested on it. */
import { describe, expect, test } from "vitest";
import { breakOfShop, mentionsOf, statementsOf } from "./sql-statements.ts";
import { readTree } from "./tree.ts";

const project = readTree();
const read = (path: string): string => project.files.find((file) => file.path === path)?.text ?? "";

/** Tables with a shop_id; `shops` is what it refers to. */
const TABLES = [...read("prisma/schema.prisma").matchAll(/^model \w+ \{([\s\S]*?)^\}/gm)]
  .map(([, body = ""]) => ({ body, name: /@@map\("(\w+)"\)/.exec(body)?.[1] ?? "" }))
  .filter(({ body, name }) => /@map\("shop_id"\)/.test(body) && name !== "shops")
  .map(({ name }) => name);

const stores = project.files.filter((file) =>
  /^app\/adapters\/postgres\/[\w-]+\.server\.ts$/.test(file.path),
);
const statements = stores.flatMap(statementsOf);

/** The only ways past one shop: each answers with shop ids or with figures, never with rows. */
const CROSSING = [
  "shops_with_deliveries",
  "shops_with_due_members",
  "shops_with_due_fetches",
  "shops_with_marks",
  "shops_with_started_programs",
  "intake_health",
  "marks_health",
  "privacy_health",
  "shops_with_imports",
  "shops_with_privacy_requests",
  "shops_with_trials",
  "shops_with_reconciliations",
  "shops_with_nights",
  "shops_with_unchecked_subscriptions",
  "platform_counts",
];

describe("every statement stays in one shop", () => {
  test("the tables and statements that are checked are the project's", () => {
    expect(TABLES).toEqual(expect.arrayContaining(["inbox", "orders", "members", "entries"]));
    expect(TABLES.length).toBeGreaterThanOrEqual(12);
    const touching = statements.filter(({ sql }) => mentionsOf(sql, TABLES).length > 0);
    expect(touching.length).toBeGreaterThan(25);
    const touched = new Set(touching.flatMap(({ sql }) => mentionsOf(sql, TABLES)));
    // Sessions are read through Prisma.
    expect([...touched].sort()).toEqual([...TABLES].sort());
  });

  test("each mention of a shop's table comes with its shop, the first parameter", () => {
    const breaks = statements.flatMap(({ where, sql }) => {
      const why = breakOfShop(sql, TABLES);
      return why === null ? [] : [`${where}: ${why}`];
    });
    expect(breaks).toEqual([]);
  });

  test("every session that Prisma reads or writes is named by its shop", () => {
    const text = read("app/adapters/postgres/session-store.server.ts");
    const calls = [...text.matchAll(/#prisma\.session\.\w+\(\{([\s\S]*?)\}\);/g)];
    expect(calls.length).toBe([...text.matchAll(/#prisma\./g)].length);
    for (const [call, body] of calls) {
      expect([call, body]).toEqual([call, expect.stringMatching(/where: \{ shopId/)]);
    }
  });

  test("functions of the database take one shop, or are those few that cross", () => {
    const migrations = project.files.filter((file) => /^prisma\/.*\.sql$/.test(file.path));
    const functions = migrations.flatMap(({ text }) =>
      [...text.matchAll(/CREATE (?:OR REPLACE )?FUNCTION (\w+)\(([^)]*)\)/g)].map(
        ([, name = "", parameters = ""]) => ({ name, parameters }),
      ),
    );
    expect(functions.length).toBeGreaterThanOrEqual(CROSSING.length);
    const others = functions.filter(({ name }) => !CROSSING.includes(name));
    expect(others.map(({ name }) => name).sort()).toEqual(["current_shop", "read_member"]);
    const reading = others.find(({ name }) => name === "read_member");
    expect(reading?.parameters).toMatch(/^the_shop bigint,/);
  });

  test("nobody else in the app writes SQL", () => {
    const elsewhere = project.files.filter(
      (file) =>
        /^app\/.*\.tsx?$/.test(file.path) &&
        !file.path.startsWith("app/adapters/postgres/") &&
        !file.path.endsWith(".test.ts"),
    );
    const isSql = /\b(SELECT\b[\s\S]*\bFROM|INSERT INTO|DELETE FROM|UPDATE \w+ SET)\b/;
    const found = elsewhere
      .flatMap(statementsOf)
      .filter(({ sql }) => isSql.test(sql))
      .map(({ where }) => where);
    expect(found).toEqual([]);
  });
});

describe("the check notices a break", () => {
  test.each([
    { why: "no shop at all", sql: "SELECT * FROM orders WHERE order_id = $1" },
    { why: "another parameter", sql: "SELECT * FROM orders WHERE shop_id = $12" },
    {
      why: "a second table without it",
      sql: "SELECT 1 FROM entries e JOIN members m ON m.member_id = e.member_id WHERE e.shop_id = $1",
    },
    {
      why: "a part of a statement without it",
      sql: "WITH a AS (SELECT 1 FROM orders WHERE shop_id = $1) SELECT * FROM a, (SELECT 1 FROM members) AS b",
    },
    { why: "an insertion that doesn't begin with it", sql: "INSERT INTO seals (hour) VALUES ($1)" },
    {
      why: "an insertion of another value",
      sql: "INSERT INTO seals (shop_id, hour) VALUES ($2, $1)",
    },
    { why: "an update of all", sql: "UPDATE members SET rev = 0" },
    { why: "a deletion of all", sql: "DELETE FROM inbox" },
  ])("$why", ({ sql }) => {
    expect(breakOfShop(sql, TABLES)).not.toBeNull();
  });

  test.each([
    "SELECT 1 FROM orders o WHERE o.shop_id = $1 FOR UPDATE SKIP LOCKED",
    "INSERT INTO orders AS kept (shop_id, order_id) SELECT $1, x.id FROM unnest($2::bigint[]) AS x(id) ON CONFLICT (shop_id, order_id) DO UPDATE SET rev = 1",
    "SELECT shop_id FROM shops WHERE domain = $1",
  ])("and lets pass: %s", (sql) => {
    expect(breakOfShop(sql, TABLES)).toBeNull();
  });

  test("statements are found in strings, templates and constants", () => {
    const text =
      "const A = `\n  SELECT ${FIELDS} FROM orders`; q(\"DELETE FROM inbox\"); say('select');";
    expect(statementsOf({ path: "a.ts", text }).map(({ sql }) => sql.trim())).toEqual([
      "SELECT FIELDS FROM orders",
      "DELETE FROM inbox",
    ]);
  });
});
