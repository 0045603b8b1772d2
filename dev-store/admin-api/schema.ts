import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from "graphql";

export interface AdminSchema {
  graphql: GraphQLSchema;
  /** Scopes of which one suffices, by type name and by `Type.field`. */
  scopes: ReadonlyMap<string, { anyOf: readonly string[]; text: string }>;
  /** Fields that say a customer's name, e-mail, phone or address, as `Type.field`: level 2. */
  protectedFields: ReadonlySet<string>;
}

interface ProtectedType {
  name: string;
  fields: { name: string; isProtected?: boolean; protectedSubject?: string | null }[] | null;
}

function protectedIn(introspection: IntrospectionQuery): Set<string> {
  const types = introspection.__schema.types as unknown as ProtectedType[];
  return new Set(
    types.flatMap(({ name, fields }) =>
      (fields ?? [])
        .filter((field) => field.isProtected === true && field.protectedSubject === "customer")
        .map((field) => `${name}.${field.name}`),
    ),
  );
}

interface ScopeItem {
  type: "type" | "field";
  typeName: string;
  fieldName?: string;
  requiredAccess: string;
  offlineScopes: string[];
}

interface SchemaFile {
  data: IntrospectionQuery;
  offline_scopes: { items: ScopeItem[] };
}

const loaded = new Map<string, AdminSchema>();
const VERSION = /^(\d{4}-\d{2}|unstable)$/;

/** The package's main file starts a server; only its data files are read. */
function fileOf(version: string): string {
  const data = new URL("../../node_modules/@shopify/dev-mcp/dist/data/", import.meta.url);
  return fileURLToPath(new URL(`admin_${version}.json.gz`, data));
}

/** Shopify's published Admin schema of a version, or null if there is no such version. */
export function loadAdminSchema(version: string): AdminSchema | null {
  const known = loaded.get(version);
  if (known !== undefined) return known;
  if (!VERSION.test(version)) return null;
  const file = fileOf(version);
  if (!existsSync(file)) return null;
  const parsed = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8")) as SchemaFile;
  const scopes = new Map<string, { anyOf: string[]; text: string }>();
  for (const item of parsed.offline_scopes.items) {
    if (item.offlineScopes.length === 0) continue;
    const name = item.type === "field" ? `${item.typeName}.${item.fieldName ?? ""}` : item.typeName;
    scopes.set(name, { anyOf: item.offlineScopes, text: item.requiredAccess });
  }
  const schema: AdminSchema = {
    graphql: buildClientSchema(parsed.data),
    scopes,
    protectedFields: protectedIn(parsed.data),
  };
  loaded.set(version, schema);
  return schema;
}
