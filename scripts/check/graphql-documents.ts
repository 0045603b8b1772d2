/** Every GraphQL document of the app against Shopify's real schema and the scopes of the TOML. */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import { loadAdminSchema } from "./admin-schema.ts";
import { graphqlProblems } from "./graphql-problems.ts";

const FOLDER = "app/adapters/shopify";

const toml = z.object({
  webhooks: z.object({ api_version: z.string() }),
  access_scopes: z.object({ scopes: z.string(), optional_scopes: z.array(z.string()) }),
});

export async function run(root: string): Promise<string[]> {
  const settings = toml.parse(
    parseToml(await readFile(path.join(root, "shopify.app.toml"), "utf8")),
  );
  const { scopes, optional_scopes } = settings.access_scopes;
  const granted = new Set([...scopes.split(","), ...optional_scopes]);
  const admin = await loadAdminSchema(root, settings.webhooks.api_version);
  const documents = await documentsOf(root);
  if (documents.length === 0) return [`no *.graphql.ts in ${FOLDER}: the check looks at nothing`];
  return documents.flatMap(({ where, text }) =>
    graphqlProblems({ text, granted }, admin).map((problem) => `${where}: ${problem}`),
  );
}

/** Each exported string of each *.graphql.ts is a document. */
async function documentsOf(root: string): Promise<{ where: string; text: string }[]> {
  const names = (await readdir(path.join(root, FOLDER))).filter((name) =>
    name.endsWith(".graphql.ts"),
  );
  const modules = names.toSorted().map(async (name) => {
    const loaded = (await import(pathToFileURL(path.join(root, FOLDER, name)).href)) as Record<
      string,
      unknown
    >;
    return Object.entries(loaded).flatMap(([constant, text]) =>
      typeof text === "string" ? [{ where: `${FOLDER}/${name} ${constant}`, text }] : [],
    );
  });
  return (await Promise.all(modules)).flat();
}
