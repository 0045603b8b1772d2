/** The app's own pages inside the stand-in for the Shopify admin, in each of their languages. */
import type { Place, Shot } from "./shot.ts";

const LANGUAGES = ["en", "zh-CN"] as const;
type Language = (typeof LANGUAGES)[number];

interface AdminPage {
  name: string;
  path: string;
  /** What must be seen, by language. */
  shows: Readonly<Record<Language, string | RegExp>>;
}

const NOWHERE = "/no-such-page";

function pages({ customer }: Place): AdminPage[] {
  return [
    { name: "home", path: "", shows: { en: "Your program", "zh-CN": "会员计划概况" } },
    { name: "members", path: "/members", shows: { en: "Members", "zh-CN": "会员" } },
    { name: "member", path: `/members/${customer}`, shows: { en: /points/, "zh-CN": /积分/ } },
    { name: "member-unknown", path: "/members/1", shows: { en: /\S/, "zh-CN": /\S/ } },
    { name: "deliveries", path: "/deliveries", shows: { en: "Deliveries", "zh-CN": "数据接收" } },
    { name: "settings", path: "/settings", shows: { en: "Settings", "zh-CN": "设置" } },
    { name: "settings-privacy", path: "/settings/privacy", shows: { en: /\S/, "zh-CN": /\S/ } },
    { name: "settings-team", path: "/settings/team", shows: { en: /\S/, "zh-CN": /\S/ } },
    {
      name: "nowhere",
      path: NOWHERE,
      shows: { en: "There is no page here", "zh-CN": "找不到此页面" },
    },
  ];
}

export function adminShots(place: Place): Shot[] {
  return LANGUAGES.flatMap((language) =>
    pages(place).map(({ name, path, shows }): Shot => {
      const url = new URL(`${place.store}/admin/apps/perennial${path}`);
      url.searchParams.set("admin-locale", language);
      return {
        name: `admin-${name}-${language}`,
        url: url.toString(),
        who: "guest",
        shows: shows[language],
        embedded: true,
        ...(path === NOWHERE || name === "member-unknown" ? { expected: /404/ } : {}),
      };
    }),
  );
}
