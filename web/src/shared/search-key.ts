/**
 * Returns the form in which searches compare texts, as on the server: in lower case, with normal width, and without accents
 * and invisible characters. "Tiramisù" becomes "tiramisu", and "Straße" becomes "strasse".
 */
export function toSearchKey(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
      // Upper case first: it converts "ß" to "SS" and a dotless "ı" to "I".
      .toUpperCase()
      .toLowerCase()
      .normalize("NFKD")
      .replace(/(?![\u3099\u309a])\p{Diacritic}/gu, "")
      .replace(/[ςøđłæœ’]/g, (letter) => BASE_LETTERS[letter] ?? letter)
      .normalize("NFC")
      .trim()
  );
}

/** Letters that Unicode does not decompose, and the letters that people type instead. */
const BASE_LETTERS: Record<string, string> = { ς: "σ", ø: "o", đ: "d", ł: "l", æ: "ae", œ: "oe", "’": "'" };
