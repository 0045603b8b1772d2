/** Orders by when they changed last, each in a line: small enough for pages of fifty. */
export const CHANGED_ORDERS = /* GraphQL */ `
  query ChangedOrders($query: String!, $after: String) {
    orders(first: 50, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes {
        id
        name
        updatedAt
        displayFinancialStatus
        cancelledAt
        test
        currentSubtotalLineItemsQuantity
        customer {
          id
        }
        refunds(first: 50) {
          id
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

/** Which of these orders there are: null in the place of one that was deleted or can't be seen. */
export const STANDING_ORDERS = /* GraphQL */ `
  query StandingOrders($ids: [ID!]!) {
    nodes(ids: $ids) {
      id
    }
  }
`;
