/** The customer's own metafield, through the Customer Account API; CI checks it against its schema. */
export const MEMBER = `query PerennialMember {
  customer {
    metafield(namespace: "$app", key: "member") {
      value
    }
  }
}`;
