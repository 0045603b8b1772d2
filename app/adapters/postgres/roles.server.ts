/**
 * The roles of the database: migrations run as the owner, the application as `perennial_app`,
 * which owns nothing and may bypass nothing, and redaction as `perennial_eraser`. What each
 * may do with which table, the migrations grant.
 */
import pg from "pg";
import { withClient } from "./connection.server.ts";

export const OWNER_ROLE = "perennial_owner";
export const APP_ROLE = "perennial_app";
export const ERASER_ROLE = "perennial_eraser";

/** Not permitted, in words of SQLSTATE: insufficient_privilege. */
const NOT_PERMITTED = "42501";

/** On the embedded server, whose sockets only this application can reach, each role logs in by itself. */
export async function createEmbeddedDatabase(
  superuser: pg.ClientConfig,
  database: string,
): Promise<void> {
  await withClient(superuser, async (client) => {
    for (const role of [OWNER_ROLE, APP_ROLE, ERASER_ROLE]) await createRole(client, role);
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (found.rowCount === 0) {
      await client.query(
        `CREATE DATABASE ${client.escapeIdentifier(database)} OWNER ${OWNER_ROLE}`,
      );
    }
  });
}

/**
 * On a database of the merchant's own, the application logs in as that database's role and
 * gives its rights up at once (SET ROLE), so the role must be allowed to do that.
 */
export async function prepareExternalRoles(owner: pg.ClientConfig): Promise<void> {
  await withClient(owner, async (client) => {
    for (const role of [APP_ROLE, ERASER_ROLE]) {
      const problem = await permitted(async () => {
        await createRole(client, role);
        await grantMembership(client, role);
      });
      if (problem === null) continue;
      const { rows } = await client.query<{ name: string }>("SELECT current_user AS name");
      const name = client.escapeIdentifier(rows[0]?.name ?? "your_role");
      throw new Error(
        `The role of DATABASE_URL may not create or become ${role} (${problem}). Let an administrator run once: ` +
          `CREATE ROLE ${role} LOGIN; GRANT ${role} TO ${name};`,
      );
    }
  });
}

/** Without a password nobody logs in by network; a sharded server opens its own connections as the role. */
async function createRole(client: pg.Client, role: string): Promise<void> {
  const found = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role]);
  if (found.rowCount !== 0) return;
  // Two applications may start at once: the second finds the role made.
  await client.query(`DO $$ BEGIN
    CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`);
}

async function grantMembership(client: pg.Client, role: string): Promise<void> {
  const may = await client.query<{ may: boolean }>(
    "SELECT pg_has_role(current_user, $1, 'MEMBER') AS may",
    [role],
  );
  if (may.rows[0]?.may !== true) await client.query(`GRANT ${role} TO CURRENT_USER`);
  // Since PostgreSQL 16 whoever creates a role may grant it, but is not yet allowed to become it.
  const become = await permitted(() => becomes(client, role));
  if (become !== null) {
    await client.query(`GRANT ${role} TO CURRENT_USER`);
    await becomes(client, role);
  }
}

async function becomes(client: pg.Client, role: string): Promise<void> {
  await client.query(`SET ROLE ${role}`);
  await client.query("RESET ROLE");
}

/** Null when it worked, the server's words when it was not permitted. */
async function permitted(action: () => Promise<void>): Promise<string | null> {
  try {
    await action();
    return null;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === NOT_PERMITTED) return error.message;
    throw error;
  }
}
