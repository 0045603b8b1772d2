/** What the storefront reads from Shopify without asking the app, and who owns the program's field. */
export const SET_METAFIELDS = /* GraphQL */ `
  mutation ShowOnStorefront($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      metafields {
        compareDigest
      }
      userErrors {
        code
        elementIndex
        field
        message
      }
    }
  }
`;

/** Of each owner the one metafield that guards all of theirs. */
export const SHOWN_DIGESTS = /* GraphQL */ `
  query ShownDigests($ids: [ID!]!) {
    nodes(ids: $ids) {
      ... on Customer {
        metafield(namespace: "$app", key: "member") {
          compareDigest
        }
      }
      ... on AppInstallation {
        metafield(namespace: "perennial", key: "program") {
          compareDigest
        }
      }
    }
  }
`;

export const APP_INSTALLATION = /* GraphQL */ `
  query AppInstallationId {
    currentAppInstallation {
      id
    }
  }
`;
