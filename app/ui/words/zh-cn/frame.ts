import type { Words } from "../words.ts";
import { grouped } from "./wording.ts";

export const frame: Words["frame"] = {
  appName: "Perennial",
  menu: {
    home: "首页",
    members: "会员",
    deliveries: "数据接收",
    settings: "设置",
  },
  titled: (page) => `${page} · Perennial`,
  problems: {
    whatWasKept: "数据是否安全",
    whatToDo: "您可以这样做",
    notFound: {
      title: "找不到此页面",
      happened: "网址可能有误，或者页面已移动。",
      kept: "未做任何更改。",
      doNow: "请从菜单中选择页面，或返回首页。",
    },
    notAllowed: {
      title: "请从 Shopify 后台打开此页面",
      happened:
        "Perennial 无法确认是哪家商店、哪位员工在访问。可能是页面在 Shopify 后台之外打开，应用已被卸载，或者您的账号没有使用权限。",
      kept: "未做任何更改，积分和订单均已保留。",
      doNow:
        "请在 Shopify 后台依次选择“应用”和“Perennial”。如果列表中没有此应用，请联系店主为您开通权限。",
    },
    failed: {
      title: "无法显示此页面",
      happened: "生成页面时我们这边出现了错误。",
      kept: "积分和订单不受影响，它们与页面分开保存。",
      doNow: "请重试。如果再次失败，运维人员可在应用日志中查到原因。",
    },
    tryAgain: "重试",
    toHome: "返回首页",
  },
  list: {
    previous: "上一页",
    next: "下一页",
    shown: (count) => `显示 ${grouped(count)} 条`,
  },
  csv: "导出 CSV",
  fileFailed: "无法获取文件。未做任何更改，请重试。",
  progress: {
    of: (done, all) => `${grouped(done)} / ${grouped(all)}`,
    percent: (percent) => `${grouped(percent)}%`,
  },
  points: (count) => `${grouped(count)} 积分`,
  exactly: (exact) => `精确值：${exact}`,
  loading: "正在加载",
  opensElsewhere: "（在新窗口中打开）",
  showTable: "以表格显示",
  hideTable: "隐藏表格",
};
