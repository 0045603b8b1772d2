/** Subscriptions of the topics whose scope is optional; the others stand in shopify.app.toml. */
export const SUBSCRIPTIONS = /* GraphQL */ `
  query OptionalSubscriptions($topics: [WebhookSubscriptionTopic!]) {
    webhookSubscriptions(first: 25, topics: $topics) {
      nodes {
        id
        topic
        uri
      }
    }
  }
`;

export const GRANTED_SCOPES = /* GraphQL */ `
  query GrantedScopes {
    currentAppInstallation {
      accessScopes {
        handle
      }
    }
  }
`;

export const SUBSCRIBE = /* GraphQL */ `
  mutation SubscribeOptional(
    $topic: WebhookSubscriptionTopic!
    $webhookSubscription: WebhookSubscriptionInput!
  ) {
    webhookSubscriptionCreate(topic: $topic, webhookSubscription: $webhookSubscription) {
      webhookSubscription {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;

export const UNSUBSCRIBE = /* GraphQL */ `
  mutation UnsubscribeOptional($id: ID!) {
    webhookSubscriptionDelete(id: $id) {
      deletedWebhookSubscriptionId
      userErrors {
        field
        message
      }
    }
  }
`;
