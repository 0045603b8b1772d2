/** Invented people. Common first and last names by language, put together by chance. */
// prettier-ignore
const NAMES: Readonly<Record<string, { first: string; last: string }>> = {
  en: {
    first: "Olivia Amelia Isla Ava Grace Freya Lily Emily Ella Rosie Sophie Alice Hannah Lucy Megan Ruth Priya Aisha Chloe Nadia Noah George Arthur Oliver Leo Harry Jack Thomas James William Daniel Samuel Adam Callum Owen Rahul Kwame Ethan Lewis Patrick",
    last: "Smith Jones Taylor Brown Wilson Evans Thomas Roberts Walker Wright Robinson Thompson White Hughes Edwards Green Hall Wood Harris Clarke Patel Khan Murphy Kelly Campbell Morgan Bennett Cooper Ward Foster Reid Shaw Osei Singh Doyle Marsh Hayes Lowe",
  },
  de: {
    first: "Emma Mia Hannah Lea Anna Lena Clara Johanna Sabine Katrin Petra Julia Ben Paul Jonas Felix Lukas Max Jan Stefan Andreas Tobias Emre Markus",
    last: "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Koch Richter Klein Wolf Schröder Neumann Braun Zimmermann Krüger Yilmaz",
  },
  fr: {
    first: "Emma Jade Louise Alice Chloé Inès Léa Camille Manon Zoé Hélène Sylvie Gabriel Louis Raphaël Arthur Jules Hugo Lucas Adam Théo Antoine Mathieu Karim",
    last: "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David Bertrand Morel Fournier Girard Benali",
  },
  nl: {
    first: "Emma Julia Mila Tess Sophie Zoë Sara Fleur Noor Lotte Daan Sem Lucas Levi Finn Bram Jesse Thijs Ruben Joost",
    last: "de Jong|Jansen|de Vries|van den Berg|Bakker|Janssen|Visser|Smit|Meijer|de Boer|Mulder|Bos|Vos|Peters|Hendriks|Dekker",
  },
  es: {
    first: "Lucía Sofía Martina María Julia Paula Valeria Alba Carmen Elena Hugo Mateo Martín Lucas Leo Daniel Alejandro Pablo Javier Álvaro",
    last: "García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz",
  },
  it: {
    first: "Sofia Giulia Aurora Alice Ginevra Emma Giorgia Chiara Francesca Elena Leonardo Francesco Lorenzo Alessandro Andrea Mattia Gabriele Riccardo Tommaso Davide",
    last: "Rossi Russo Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti Barbieri Costa Giordano",
  },
  sv: {
    first: "Alice Maja Elsa Astrid Wilma Freja Saga Karin William Liam Noah Hugo Oscar Elias Lars Johan",
    last: "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Lindberg Lindqvist",
  },
  pl: {
    first: "Zofia Hanna Julia Maja Oliwia Alicja Agnieszka Magdalena Antoni Jan Jakub Aleksander Szymon Filip Piotr Tomasz",
    last: "Nowak Kowalczyk Mazur Krawczyk Kaczmarek Zając Król Wieczorek Wróbel Stępień Pawlak Dudek",
  },
  ja: {
    first: "Yui Hina Sakura Aoi Rin Mei Haruka Emi Haruto Sota Yuto Ren Kenji Daiki Takumi Hiroshi",
    last: "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Yamada",
  },
};

// Lists with names of several words are separated by bars.
const split = (names: string): readonly string[] => names.split(names.includes("|") ? "|" : " ");
const LISTS = new Map(
  Object.entries(NAMES).map(([language, { first, last }]) => [
    language,
    { first: split(first), last: split(last) },
  ]),
);

// RFC 2606 reserves these for examples: no such mailbox can belong to anyone.
const DOMAINS = [
  "example.com",
  "example.com",
  "example.com",
  "example.org",
  "example.net",
] as const;

export interface Person {
  firstName: string;
  lastName: string;
  email: string;
}

/** A person for a locale; `pick` chooses an index below its argument, `mark` keeps e-mails apart. */
export function inventPerson(
  locale: string,
  pick: (count: number) => number,
  mark: string,
): Person {
  const lists = LISTS.get(locale.slice(0, 2)) ?? LISTS.get("en");
  if (lists === undefined) throw new Error("the English names are missing");
  const firstName = lists.first[pick(lists.first.length)] ?? "Alex";
  const lastName = lists.last[pick(lists.last.length)] ?? "Smith";
  const domain = DOMAINS[pick(DOMAINS.length)] ?? "example.com";
  return {
    firstName,
    lastName,
    email: `${asciiSlug(firstName, "")}.${asciiSlug(lastName, "")}.${mark}@${domain}`,
  };
}

const ASCII: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  æ: "ae",
  œ: "oe",
  đ: "d",
};

/** Lower-case letters and digits; everything between them becomes the separator. */
export function asciiSlug(text: string, separator = "-"): string {
  return text
    .toLowerCase()
    .replace(/[ßøłæœđ]/g, (letter) => ASCII[letter] ?? "")
    .normalize("NFD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim()
    .replaceAll(" ", separator);
}
