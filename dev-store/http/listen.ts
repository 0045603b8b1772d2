import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { StartRefused } from "../start-refused.ts";

/** Listens on loopback and answers with the address; a taken port is told in words. */
export async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken
          ? new StartRefused(
              `Port ${port} is taken by another program; choose another DEV_STORE_PORT`,
            )
          : error,
      );
    });
    server.listen(port, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
