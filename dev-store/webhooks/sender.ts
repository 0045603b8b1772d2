import { Agent as HttpAgent, request as httpRequest, type ClientRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { LookupFunction, Socket } from "node:net";
import type { Envelope } from "./delivery.ts";

/** Shopify waits a second for the connection and five for the whole answer. */
export const CONNECT_TIMEOUT_MS = 1_000;
export const TOTAL_TIMEOUT_MS = 5_000;

export type Answer = { status: number } | { error: string };

export interface Sender {
  send(url: URL, envelope: Envelope): Promise<Answer>;
  close(): void;
}

/** Gives up on a socket that is not connected in time; a kept-alive one is already. */
function limitConnecting(request: ClientRequest): void {
  request.once("socket", (socket: Socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(
      () => request.destroy(new Error("no connection within 1 s")),
      CONNECT_TIMEOUT_MS,
    );
    const clear = () => {
      clearTimeout(timer);
    };
    socket.once("connect", clear);
    socket.once("close", clear);
  });
}

export interface SenderOptions {
  connections: number;
  /** How names become addresses, if not as the system does it. */
  lookup?: LookupFunction;
}

export function createSender({ connections, lookup }: SenderOptions): Sender {
  const options = {
    keepAlive: true,
    maxSockets: connections,
    scheduling: "lifo" as const,
    ...(lookup === undefined ? {} : { lookup }),
  };
  const http = new HttpAgent(options);
  const https = new HttpsAgent(options);
  return {
    send(url, envelope) {
      return new Promise((resolve) => {
        const secure = url.protocol === "https:";
        const request = (secure ? httpsRequest : httpRequest)(url, {
          method: "POST",
          agent: secure ? https : http,
          headers: envelope.headers,
        });
        const timer = setTimeout(
          () => request.destroy(new Error("no answer within 5 s")),
          TOTAL_TIMEOUT_MS,
        );
        const settle = (answer: Answer) => {
          clearTimeout(timer);
          resolve(answer);
        };
        limitConnecting(request);
        request.once("error", (error) => settle({ error: error.message }));
        request.once("response", (response) => {
          response.resume();
          response.once("end", () => settle({ status: response.statusCode ?? 0 }));
          response.once("error", (error) => settle({ error: error.message }));
        });
        request.end(envelope.body);
      });
    },
    close() {
      http.destroy();
      https.destroy();
    },
  };
}
