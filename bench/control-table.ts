/** The controls' tables: the inbox with the same columns and keys as the app's, without its walls. */

export const CONTROL_TABLES = `
CREATE TABLE inbox (
  shop_id bigint NOT NULL, webhook_id text NOT NULL, seq bigserial NOT NULL, topic text NOT NULL,
  state smallint NOT NULL DEFAULT 0, lane smallint NOT NULL DEFAULT 0, event_id text, api_version text,
  triggered_at timestamptz(3), received_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  done_at timestamptz(3), size integer NOT NULL, attempts smallint NOT NULL DEFAULT 0, body bytea, remark text,
  PRIMARY KEY (shop_id, webhook_id));
CREATE INDEX inbox_pending ON inbox (shop_id, lane, seq) WHERE state = 0;
CREATE INDEX inbox_parked ON inbox (shop_id, seq) WHERE state = 2;
CREATE TABLE orders (
  shop_id bigint NOT NULL, order_id bigint NOT NULL, customer_id bigint, placed_at timestamptz(3), paid boolean NOT NULL,
  PRIMARY KEY (shop_id, order_id));`;
