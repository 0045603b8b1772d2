/** One connection for one piece of work outside the pool. */
import pg from "pg";

export async function withClient<T>(
  config: pg.ClientConfig,
  action: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(config);
  // A connection that breaks also fails the statement under way, or the next; its event, if
  // nobody listened, would end the application.
  client.on("error", ignoreReported);
  try {
    await client.connect();
    return await action(client);
  } finally {
    await client.end();
  }
}

export function ignoreReported(): void {}
