/** The whole history, prepared by Shopify as a file: what OrderFacts asks of one order, of all. */
import { LINE_FIELDS, ORDER_FIELDS } from "./order-fields.ts";

// No more than one connection below the root's, and none within the list of refunds, where a bulk
// query refuses it: refunds' lines are asked for afterwards. A connection gives its lines `__parentId`.
export const ALL_ORDERS = /* GraphQL */ `
  query AllOrders {
    orders {
      edges {
        node {
          ${ORDER_FIELDS}
          refunds {
            id
            createdAt
          }
          lineItems {
            edges {
              node {
                ${LINE_FIELDS}
              }
            }
          }
        }
      }
    }
  }
`;

// Not grouped: Shopify says that grouping slows the operation down and lets more of them fail.
export const ASK_FOR_ALL = /* GraphQL */ `
  mutation AskForHistory($query: String!) {
    bulkOperationRunQuery(query: $query, groupObjects: false) {
      bulkOperation {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`;

export const LOOK_AT = /* GraphQL */ `
  query HistoryAskedFor($id: ID!) {
    bulkOperation(id: $id) {
      status
      errorCode
      objectCount
      fileSize
      url
    }
  }
`;

/** Several refunds at once; what has more lines than these is asked for by itself. */
export const REFUNDS = /* GraphQL */ `
  query RefundsOfHistory($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Refund {
        id
        createdAt
        refundLineItems(first: 10) {
          nodes {
            quantity
            lineItem {
              id
            }
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
        orderAdjustments(first: 5) {
          nodes {
            amountSet {
              shopMoney {
                amount
              }
            }
          }
          pageInfo {
            hasNextPage
          }
        }
      }
    }
  }
`;
