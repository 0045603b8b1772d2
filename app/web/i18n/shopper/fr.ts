import type { ShopperWords } from "./words.ts";

export const fr: ShopperWords = {
  order: {
    order: "Points pour votre commande",
    paid: "Votre commande a été payée",
    "refund-or-removal": "Une partie de votre commande a été retournée",
    "goods-added": "Votre commande a été complétée",
    "tier-known-later": "Votre commande compte pour un autre niveau",
    cancelled: "Votre commande a été annulée",
    voided: "Le paiement de votre commande a été annulé",
    pending: "Votre commande est de nouveau en attente de paiement",
    "left-program": "Commande passée hors du programme",
    "order-gone": "Votre commande n’est plus rattachée à votre compte",
  },
  kinds: {
    join: "Points de bienvenue",
    leave: "Vous avez quitté le programme",
    redemption: "Échangés contre une récompense",
    adjustment: "Ajustés par la boutique",
    birthday: "Joyeux anniversaire",
    "check-in": "Visite enregistrée",
  },
  expired: "Expirés après une longue période sans activité",
  givenBack: "Rendus : une activité a été retrouvée",
  merged: "Transférés vers votre autre compte",
  changed: "Votre solde de points a changé",
  rewards: {
    amountOff: (amount) => `${amount} de réduction`,
    percentOff: (percent) => `${percent} de réduction`,
    freeShipping: "Livraison offerte",
    freeProduct: "Un produit offert",
    storeCredit: (amount) => `${amount} d’avoir`,
    giftCard: (amount) => `Carte cadeau de ${amount}`,
    variable: "Réduction du montant de votre choix",
  },
};
