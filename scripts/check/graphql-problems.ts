/** What Shopify would refuse or warn of in one GraphQL document; pure. */
import {
  getNamedType,
  GraphQLError,
  Kind,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
} from "graphql";
import type { AdminSchema } from "./admin-schema.ts";

interface Asked {
  text: string;
  /** The scopes of shopify.app.toml. */
  granted: ReadonlySet<string>;
}

export function graphqlProblems({ text, granted }: Asked, admin: AdminSchema): string[] {
  const document = parsed(text);
  if (document instanceof GraphQLError) return [document.message];
  const operations = document.definitions.filter(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );
  const unnamed = operations.filter((operation) => operation.name === undefined);
  return [
    ...(operations.length === 1
      ? []
      : [`${operations.length} operations; one document, one operation`]),
    ...unnamed.map(() => "the operation has no name: logs and the dev store know it by its name"),
    ...validate(admin.schema, document, [...specifiedRules, NoDeprecatedCustomRule]).map(at),
    ...missingScopes(document, granted, admin),
  ];
}

function parsed(text: string): DocumentNode | GraphQLError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function at({ message, locations }: GraphQLError): string {
  return `line ${locations?.[0]?.line ?? 0}: ${message}`;
}

function missingScopes(
  document: DocumentNode,
  granted: ReadonlySet<string>,
  { schema, scopes }: AdminSchema,
): string[] {
  const missing = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const parent = types.getParentType();
        const type = types.getType();
        if (!parent || !type) return;
        for (const place of [`${parent.name}.${node.name.value}`, getNamedType(type).name]) {
          const enough = scopes.get(place);
          if (enough && !enough.some((scope) => covers(granted, scope))) {
            missing.add(
              `${place} needs ${enough.join(" or ")}, which shopify.app.toml doesn't ask for`,
            );
          }
        }
      },
    }),
  );
  return [...missing];
}

/** Shopify counts a write scope as the read scope too. */
function covers(granted: ReadonlySet<string>, scope: string): boolean {
  return granted.has(scope) || granted.has(scope.replace(/^read_/, "write_"));
}
