/** How the database adapter reports: the composition root hands in its logger. */
export type Log = (
  level: "info" | "warn" | "error",
  message: string,
  details?: Record<string, unknown>,
) => void;
