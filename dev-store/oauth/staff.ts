/** Who can be logged in to the stand-in admin: the shop's owner and those who work for them. */
export interface StaffMember {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  /** The language that they chose for their own admin. */
  locale: AdminLocale;
  owner: boolean;
}

export const ADMIN_LOCALES = { en: "English", "zh-CN": "简体中文" } as const;
export type AdminLocale = keyof typeof ADMIN_LOCALES;

export const isAdminLocale = (text: string): text is AdminLocale =>
  Object.hasOwn(ADMIN_LOCALES, text);

const OWNER: StaffMember = {
  id: "902541635",
  firstName: "Demo",
  lastName: "Merchant",
  email: "merchant@example.com",
  locale: "en",
  owner: true,
};

export const STAFF: readonly StaffMember[] = [
  OWNER,
  {
    id: "902541636",
    firstName: "Robin",
    lastName: "Hale",
    email: "robin@example.com",
    locale: "en",
    owner: false,
  },
  {
    id: "902541637",
    firstName: "Wei",
    lastName: "Chen",
    email: "wei@example.com",
    locale: "zh-CN",
    owner: false,
  },
];

/** Tests sign for users of their own; they are told of as the owner is, under their own number. */
export function staffMember(id: string | null): StaffMember {
  const found = STAFF.find((each) => each.id === id);
  return found ?? { ...OWNER, id: id ?? OWNER.id };
}
