import type { BulkOperation } from "../../shop/bulk-operation.ts";

export interface BulkRefusal {
  field: string[] | null;
  message: string;
  code: "INVALID" | "OPERATION_IN_PROGRESS";
}

/** What the Admin API tells of an operation beside its record: how far it is, where its result lies. */
export interface BulkView {
  status: string;
  objectCount: number;
  rootObjectCount: number;
  url: string | null;
  partialDataUrl: string | null;
}

export interface BulkRequest {
  query: string;
  groupObjects: boolean;
  apiVersion: string;
}

/** Where resolvers hand in bulk operations and ask after them. */
export interface BulkDesk {
  submit(request: BulkRequest): { id: string } | { refusals: BulkRefusal[] };
  view(operation: BulkOperation): BulkView;
}
