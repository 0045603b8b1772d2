/**
 * Shopify's Admin API as Shopify publishes it: the schema, and which scopes a type or field needs.
 * The file comes with @shopify/dev-mcp; nothing of that package is run.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";

interface Published {
  data: IntrospectionQuery;
  offline_scopes: {
    items: { typeName: string; fieldName?: string; offlineScopes: string[] }[];
  };
}

export interface AdminSchema {
  schema: GraphQLSchema;
  /** "Order" or "Order.refunds" to the scopes of which any one is enough; absent: none needed. */
  scopes: ReadonlyMap<string, readonly string[]>;
}

export async function loadAdminSchema(root: string, apiVersion: string): Promise<AdminSchema> {
  const file = path.join(
    root,
    `node_modules/@shopify/dev-mcp/dist/data/admin_${apiVersion}.json.gz`,
  );
  const published = JSON.parse(gunzipSync(await readFile(file)).toString("utf8")) as Published;
  const scopes = new Map<string, readonly string[]>();
  for (const { typeName, fieldName, offlineScopes } of published.offline_scopes.items) {
    if (offlineScopes.length > 0) {
      scopes.set(fieldName === undefined ? typeName : `${typeName}.${fieldName}`, offlineScopes);
    }
  }
  return { schema: buildClientSchema(published.data), scopes };
}
