import type { DrawingName } from "./drawings";

/** Ordered: the first match wins. */
const WORDS: readonly (readonly [RegExp, DrawingName])[] = [
  [/\b(lemonade|juice|soda|cola|spritz|cocktail|smoothie|iced)/, "glass"],
  [/\b(espresso|ristretto|macchiato|cortado)/, "espresso"],
  [/\b(coffee|cappuccino|latte|flat white|americano|mocha|chocolate drink)/, "coffee"],
  [/\b(tea|cha|chai|matcha|genmaicha|infusion)\b/, "tea"],
  [/\b(acqua|water|beer|birra|wine|vino|bottle|cider)/, "bottle"],
  [/pizza|margherita|diavola|marinara|formaggi|calzone|capricciosa/, "pizza"],
  [/udon|soba|yaki/, "udon"],
  [/ramen|pho|laksa|noodle/, "ramen"],
  [/spaghetti|tagliatelle|orecchiette|penne|pasta|rag[uù]|carbonara|lasagn|gnocchi|linguin/, "pasta"],
  [/gyoza|dumpling|dim sum|ravioli|pierogi|momo|bao/, "dumplings"],
  [/karaage|chicken|pollo|wings|nugget|schnitzel|steak|beef|pork|lamb|kebab/, "chicken"],
  [/edamame|beans|peas|pods/, "pods"],
  [/bruschetta|crostini|toast|focaccia/, "toast"],
  [/burrata|mozzarella|cheese\b(?!cake)|caprese/, "cheese"],
  [/tiramis|lasagne|mille|trifle/, "layers"],
  [/panna cotta|pudding|flan|crème|mousse|caramel|jelly/, "pudding"],
  [/gelato|ice cream|sorbet|sundae/, "icecream"],
  [/croissant|pain au/, "croissant"],
  [/\bbun\b|roll|swirl|cinnamon|cardamom|doughnut|donut|pretzel/, "swirl"],
  [/baguette(?! with)/, "baguette"],
  [/sandwich|ham and|burger|panini|wrap|mayonnaise|club/, "sandwich"],
  [/cake|tart|torte|drizzle|brownie|\bpie\b/, "cake"],
  [/bread|sourdough|\brye\b|loaf|ciabatta/, "loaf"],
  [/salad|bowl|vegan|greens|leaf|poke/, "salad"],
  [/soup|broth|stew|curry|chili|minestrone/, "soup"],
  [/fish|tuna|salmon|cod|anchov|sushi|prawn|seafood/, "fish"],
  [/antipasti|starter/, "toast"],
  [/dolci|dessert|sweet/, "pudding"],
  [/viennoiserie|pastr/, "croissant"],
  [/bevande|drink|beverage/, "glass"],
];

/** Picks a drawing by the item's name, or else by its category. */
export function pickDrawing(name: string, category = ""): DrawingName {
  for (const text of [name.toLowerCase(), category.toLowerCase()]) {
    const match = WORDS.find(([words]) => words.test(text));
    if (match) return match[1];
  }
  return "cloche";
}
