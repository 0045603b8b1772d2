/** The databases under the servers, as their superuser sees them. */
import pg from "pg";

export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** An empty inbox, and nothing left to be written from before: measurements begin alike. */
export async function emptyInbox(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("TRUNCATE inbox");
    await client.query("CHECKPOINT");
  });
}
