import type { ShopperWords } from "./words.ts";

export const es: ShopperWords = {
  order: {
    order: "Puntos por tu pedido",
    paid: "Tu pedido se ha pagado",
    "refund-or-removal": "Se ha devuelto parte de tu pedido",
    "goods-added": "Se ha añadido algo a tu pedido",
    "tier-known-later": "Tu pedido cuenta en otro nivel",
    cancelled: "Tu pedido se ha cancelado",
    voided: "El pago de tu pedido se ha anulado",
    pending: "Tu pedido vuelve a estar pendiente de pago",
    "left-program": "Pedido hecho fuera del programa",
    "order-gone": "Tu pedido ya no pertenece a tu cuenta",
  },
  kinds: {
    join: "Puntos de bienvenida",
    leave: "Has dejado el programa",
    redemption: "Canjeados por una recompensa",
    adjustment: "Ajustados por la tienda",
    birthday: "Feliz cumpleaños",
    "check-in": "Visita registrada",
  },
  expired: "Caducados tras mucho tiempo sin actividad",
  givenBack: "Devueltos: sí hubo actividad",
  merged: "Traspasados a tu otra cuenta",
  changed: "Tus puntos han cambiado",
  rewards: {
    amountOff: (amount) => `${amount} de descuento`,
    percentOff: (percent) => `${percent} de descuento`,
    freeShipping: "Envío gratis",
    freeProduct: "Un producto gratis",
    storeCredit: (amount) => `${amount} de saldo en la tienda`,
    giftCard: (amount) => `Tarjeta regalo de ${amount}`,
    variable: "Descuento del importe que elijas",
  },
};
