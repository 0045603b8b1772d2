/** What the storefront reads from Shopify without asking the app, and who owns the program's field. */
export const SET_METAFIELDS = /* GraphQL */ `
  mutation ShowOnStorefront($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
      userErrors {
        code
        elementIndex
        field
        message
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
