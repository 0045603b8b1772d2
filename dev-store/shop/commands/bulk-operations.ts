import { gid } from "../../wire/gid.ts";
import { Refusal } from "../../wire/refusal.ts";
import { hasEnded, type BulkOperation } from "../bulk-operation.ts";
import type { ShopInfo } from "../records.ts";
import { restTime } from "../timestamps.ts";
import type { Deciding, Decide } from "./command.ts";

function findOpen({ state }: Deciding, id: string): BulkOperation {
  const operation = state.bulkOperations.get(id);
  if (operation === undefined) throw new Refusal(404, `There is no bulk operation ${id}`);
  if (hasEnded(operation))
    throw new Refusal(422, `bulk operation ${id} is ${operation.status} already`);
  return operation;
}

/** What the webhook says; where the result is it leaves to the Admin API. */
const finishPayload = (operation: BulkOperation, { timeZone }: ShopInfo) => ({
  admin_graphql_api_id: gid("BulkOperation", operation.id),
  completed_at:
    operation.status === "completed" && operation.endedAt !== null
      ? restTime(operation.endedAt, timeZone)
      : null,
  created_at: restTime(operation.createdAt, timeZone),
  error_code: operation.errorCode,
  status: operation.status,
  type: "query",
});

export const createBulkOperation: Decide<"bulk.create"> = (shop, command) => {
  const id = shop.ids.take("bulkOperation");
  const { query, apiVersion, groupObjects, fileKey, at } = command;
  const value: BulkOperation = {
    id,
    query,
    apiVersion,
    groupObjects,
    fileKey,
    status: "created",
    errorCode: null,
    createdAt: at,
    endedAt: null,
    objectCount: 0,
    rootObjectCount: 0,
    fileSize: 0,
  };
  return { changes: [{ put: "bulkOperation", value }], events: [], id };
};

export const cancelBulkOperation: Decide<"bulk.cancel"> = (shop, { id }) => {
  const value: BulkOperation = { ...findOpen(shop, id), status: "canceling" };
  return { changes: [{ put: "bulkOperation", value }], events: [], id };
};

export const finishBulkOperation: Decide<"bulk.finish"> = (shop, { id, at, outcome }) => {
  const value: BulkOperation = { ...findOpen(shop, id), ...outcome, endedAt: at };
  const payload = finishPayload(value, shop.state.info);
  return {
    changes: [{ put: "bulkOperation", value }],
    events: [{ topic: "bulk_operations/finish", subject: { of: "payload", payload } }],
    id,
  };
};
