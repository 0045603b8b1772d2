/** Where an operation stands. That it is running, and how far, is known to the one that runs it alone. */
export type BulkStatus = "created" | "canceling" | "canceled" | "completed" | "failed";

export type BulkErrorCode = "access_denied" | "internal_server_error";

/** A query that an app lets the shop carry out on its own, for all that it finds. */
export interface BulkOperation {
  id: string;
  query: string;
  apiVersion: string;
  /** Whether objects follow their parents in the result. */
  groupObjects: boolean;
  status: BulkStatus;
  errorCode: BulkErrorCode | null;
  createdAt: number;
  /** When it ended, however it did. */
  endedAt: number | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number;
  /** Names the file of its result; nobody can guess it. */
  fileKey: string;
}

export type BulkOutcome = Pick<
  BulkOperation,
  "errorCode" | "objectCount" | "rootObjectCount" | "fileSize"
> & { status: "canceled" | "completed" | "failed" };

export const hasEnded = ({ status }: BulkOperation): boolean =>
  status === "canceled" || status === "completed" || status === "failed";
