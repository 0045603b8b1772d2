/** Who a customer is, as far as people must tell them apart; asked live, kept only where the merchant wants it. */
export const CUSTOMER_NAMES = /* GraphQL */ `
  query CustomerNames($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Customer {
        id
        firstName
        lastName
        defaultEmailAddress {
          emailAddress
        }
      }
    }
  }
`;

export const SEARCH_CUSTOMERS = /* GraphQL */ `
  query SearchCustomers($query: String!, $first: Int!) {
    customers(query: $query, first: $first, sortKey: RELEVANCE) {
      nodes {
        id
        firstName
        lastName
        defaultEmailAddress {
          emailAddress
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;
