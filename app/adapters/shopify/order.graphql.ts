/** The order as settlement needs it: what a payload would have said, asked of the Admin API. */
import { LINE_FIELDS, ORDER_FIELDS } from "./order-fields.ts";

export const ORDER = /* GraphQL */ `
  query OrderFacts($id: ID!, $lineCursor: String) {
    order(id: $id) {
      ${ORDER_FIELDS}
      lineItems(first: 100, after: $lineCursor) {
        nodes {
          ${LINE_FIELDS}
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
      refunds(first: 50) {
        id
      }
    }
  }
`;

/** A refund by itself: a connection inside the list of refunds would cost too much at once. */
export const REFUND = /* GraphQL */ `
  query RefundFacts($id: ID!, $lineCursor: String) {
    refund(id: $id) {
      id
      createdAt
      refundLineItems(first: 100, after: $lineCursor) {
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
      orderAdjustments(first: 50) {
        nodes {
          amountSet {
            shopMoney {
              amount
            }
          }
        }
      }
    }
  }
`;

export const SHOP = /* GraphQL */ `
  query ShopDescription {
    shop {
      name
      currencyCode
      ianaTimezone
    }
  }
`;
