/** Whom the stand-in admin takes its visitor for: kept in cookies of the dev store itself. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { cookieOf } from "../http/exchange.ts";
import { isAdminLocale, STAFF, staffMember, type AdminLocale, type StaffMember } from "./staff.ts";

const STAFF_COOKIE = "admin_staff";
const LOCALE_COOKIE = "admin_locale";
const ATTRIBUTES = "Path=/admin; SameSite=Lax; HttpOnly";

export interface Visitor {
  staff: StaffMember;
  locale: AdminLocale;
}

/** Who changes the staff member reads on in that one's language, unless both are chosen. */
export function visitorOf(request: IncomingMessage): Visitor {
  const staff = staffMember(cookieOf(request, STAFF_COOKIE) ?? STAFF[0]?.id ?? null);
  const chosen = cookieOf(request, LOCALE_COOKIE) ?? "";
  return { staff, locale: isAdminLocale(chosen) ? chosen : staff.locale };
}

/**
 * `?admin-staff=` and `?admin-locale=` choose the visitor. Answers with the address to go on to,
 * without them, or null when neither was given.
 */
export function chooseVisitor(exchange: {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
}): string | null {
  const rest = new URL(exchange.url);
  const staffId = rest.searchParams.get("admin-staff");
  const locale = rest.searchParams.get("admin-locale");
  if (staffId === null && locale === null) return null;
  const before = visitorOf(exchange.request);
  const staff = staffMember(staffId ?? before.staff.id);
  const asked = locale !== null && isAdminLocale(locale) ? locale : before.locale;
  const another = staff.id !== before.staff.id && asked === before.locale;
  exchange.response.setHeader("Set-Cookie", [
    `${STAFF_COOKIE}=${staff.id}; ${ATTRIBUTES}`,
    `${LOCALE_COOKIE}=${another ? staff.locale : asked}; ${ATTRIBUTES}`,
  ]);
  rest.searchParams.delete("admin-staff");
  rest.searchParams.delete("admin-locale");
  return `${rest.pathname}${rest.search}`;
}
