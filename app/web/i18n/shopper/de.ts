import type { ShopperWords } from "./words.ts";

export const de: ShopperWords = {
  order: {
    order: "Punkte für deine Bestellung",
    paid: "Deine Bestellung wurde bezahlt",
    "refund-or-removal": "Ein Teil deiner Bestellung ging zurück",
    "goods-added": "Deine Bestellung wurde erweitert",
    "tier-known-later": "Deine Bestellung zählt auf einer anderen Stufe",
    cancelled: "Deine Bestellung wurde storniert",
    voided: "Die Zahlung deiner Bestellung wurde aufgehoben",
    pending: "Deine Bestellung wartet wieder auf die Zahlung",
    "left-program": "Bestellt, während du nicht dabei warst",
    "order-gone": "Deine Bestellung gehört nicht mehr zu deinem Konto",
  },
  kinds: {
    join: "Willkommenspunkte",
    leave: "Du hast das Programm verlassen",
    redemption: "Für eine Prämie eingelöst",
    adjustment: "Vom Shop angepasst",
    birthday: "Alles Gute zum Geburtstag",
    "check-in": "Eingecheckt",
  },
  expired: "Verfallen nach langer Zeit ohne Aktivität",
  givenBack: "Zurückgegeben: Du warst doch aktiv",
  merged: "Auf dein anderes Konto übertragen",
  changed: "Dein Punktestand hat sich geändert",
  rewards: {
    amountOff: (amount) => `${amount} Rabatt`,
    percentOff: (percent) => `${percent} Rabatt`,
    freeShipping: "Kostenloser Versand",
    freeProduct: "Ein Produkt gratis",
    storeCredit: (amount) => `${amount} Guthaben`,
    giftCard: (amount) => `Geschenkkarte über ${amount}`,
    variable: "Rabatt in Höhe deiner Wahl",
  },
};
