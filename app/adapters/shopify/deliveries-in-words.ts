/** What a person is told of a delivery that is set aside. */
import type { DeliveryPort } from "../../use-cases/ports.ts";
import { isAbout } from "./delivery-names.ts";
import { orderToAskFor, subjectOf } from "./delivery-subject.ts";
import { maskBody } from "./mask-body.ts";
import { OWED_BY_LAW } from "./read-delivery.ts";

export const DELIVERIES_IN_WORDS: Omit<DeliveryPort, "open"> = {
  subjectOf,
  isAbout,
  orderToAskFor,
  maskBody,
  isOwedByLaw: (topic) => OWED_BY_LAW.has(topic),
};
