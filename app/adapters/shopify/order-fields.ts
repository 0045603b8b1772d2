/**
 * What is asked of an order and of each of its lines, by whichever query: one order, or all of them as
 * a file. An import and a webhook's gap come to the same snapshot only while both ask for the same.
 */
export const ORDER_FIELDS = `
  id name processedAt createdAt updatedAt cancelledAt test currencyCode taxesIncluded displayFinancialStatus
  customer { id }`;

/** Money in the shop's currency. */
export const LINE_FIELDS = `
  id quantity currentQuantity isGiftCard
  product { id }
  originalUnitPriceSet { shopMoney { amount } }
  discountAllocations { allocatedAmountSet { shopMoney { amount } } }
  taxLines { priceSet { shopMoney { amount } } }`;
