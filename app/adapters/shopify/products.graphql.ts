/** What products are called; asked where the catalogue that was told of by webhooks doesn't say. */
export const PRODUCT_TITLES = /* GraphQL */ `
  query ProductTitles($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Product {
        id
        title
      }
    }
  }
`;
