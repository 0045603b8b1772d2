import { GraphQLError } from "graphql";

export const DOCUMENTATION = {
  cost: "https://shopify.dev/api/usage/rate-limits",
  access: "https://shopify.dev/api/usage/access-scopes",
};

/** The field is real at Shopify and the dev store does not have it: loud, so that nobody builds on a null. */
export function notImplemented(name: string): GraphQLError {
  return new GraphQLError(`not implemented by the dev store: ${name}`, {
    extensions: { code: "NOT_IMPLEMENTED_BY_DEV_STORE" },
  });
}

export function accessDenied(field: string, requiredAccess: string): GraphQLError {
  return new GraphQLError(`Access denied for ${field} field. Required access: ${requiredAccess}`, {
    extensions: { code: "ACCESS_DENIED", documentation: DOCUMENTATION.access, requiredAccess },
  });
}

/** As the page on protected customer data shows it: the field is null, the rest of the answer stands. */
export function notApproved(type: string): GraphQLError {
  return new GraphQLError(
    `This app is not approved to access the ${type} object. See https://shopify.dev/docs/apps/launch/protected-customer-data for more details.`,
    { extensions: { code: "ACCESS_DENIED" } },
  );
}

export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}

export function maxCostExceeded(cost: number, maxCost: number): GraphQLError {
  return new GraphQLError(
    `Query cost is ${cost}, which exceeds the single query max cost limit (${maxCost}). See ${DOCUMENTATION.cost} for more information on how the cost of a query is calculated.`,
    { extensions: { code: "MAX_COST_EXCEEDED", cost, maxCost, documentation: DOCUMENTATION.cost } },
  );
}

export function throttled(): GraphQLError {
  return new GraphQLError("Throttled", {
    extensions: { code: "THROTTLED", documentation: DOCUMENTATION.cost },
  });
}
