/** Shopify 的通知主题和各类差异的叫法。 */
export const topics: Readonly<Record<string, string>> = {
  "orders/create": "新订单",
  "orders/paid": "订单已付款",
  "orders/updated": "订单有变动",
  "orders/cancelled": "订单已取消",
  "orders/edited": "订单被编辑",
  "orders/delete": "订单被删除",
  "refunds/create": "退款",
  "customers/create": "新客户",
  "customers/update": "客户资料变动",
  "customers/delete": "客户被删除",
  "customers/merge": "客户合并",
  "products/create": "新商品",
  "products/update": "商品有变动",
  "products/delete": "商品被删除",
  "collections/update": "商品系列有变动",
  "collections/delete": "商品系列被删除",
  "shop/update": "店铺资料变动",
  "app/uninstalled": "应用被卸载",
  "app/scopes_update": "权限变动",
  "bulk_operations/finish": "历史数据已备好",
  "customers/data_request": "客户索取个人数据",
  "customers/redact": "客户要求删除数据",
  "shop/redact": "店铺要求删除数据",
};

export const differences: Readonly<Record<string, string>> = {
  "unknown-order": "此前没有这笔订单",
  deleted: "订单已删除",
  status: "付款状态",
  cancelled: "取消状态",
  refunds: "退款",
  lines: "商品或金额",
  customer: "客户",
  "placed-at": "下单时间",
  test: "是否测试订单",
  currency: "币种",
};

export const reasons: Readonly<Record<string, string>> = {
  "never-arrived": "Shopify 的通知一直没有送达。",
  parked: "它的通知出错，被搁置了。",
  waits: "通知已收到，正在等待结算。",
  "asked-for": "已经在向 Shopify 查询。",
  "on-its-way": "刚刚才变动，通知可能还在路上。",
  "same-time": "Shopify 给两种状态标了同一时间。",
};

export const triggers: Readonly<Record<string, string>> = {
  nightly: "每晚自动",
  "by-hand": "手动",
  reinstallation: "重新安装后",
  subscriptions: "恢复通知后",
};
