import type { ApiContext } from "../context.ts";

/** A record on its way through the schema: which type it is there, and the record itself. */
export interface Source<Name extends string = string, Value = unknown> {
  __typename: Name;
  value: Value;
}

export const source = <Name extends string, Value>(
  __typename: Name,
  value: Value,
): Source<Name, Value> => ({
  __typename,
  value,
});

export type Arguments = Record<string, unknown>;

/** A field of a type whose sources are records: the record comes first. */
export type Resolver<Value> = (value: Value, args: Arguments, context: ApiContext) => unknown;

export type TypeResolvers<Value> = Record<string, Resolver<Value>>;
