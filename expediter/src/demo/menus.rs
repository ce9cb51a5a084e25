//! The businesses of the demo data and their menus.

use domain::business::{Acceptance, KitchenMode};

/// A business with its menu.
pub(crate) struct DemoBusiness {
    pub(crate) name: &'static str,
    pub(crate) timezone: &'static str,
    pub(crate) acceptance: Acceptance,
    pub(crate) kitchen: KitchenMode,
    pub(crate) items: &'static [DemoItem],
}

/// A menu item.
pub(crate) struct DemoItem {
    pub(crate) category: &'static str,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) price_cents: i64,
    pub(crate) stock: i64,
}

const fn item(
    category: &'static str,
    name: &'static str,
    description: &'static str,
    price_cents: i64,
    stock: i64,
) -> DemoItem {
    DemoItem { category, name, description, price_cents, stock }
}

/// A fully automatic business, a business that accepts orders manually, and a business that prepares orders manually.
pub(crate) const BUSINESSES: &[DemoBusiness] = &[
    DemoBusiness {
        name: "Trattoria Lucia",
        timezone: "Europe/Rome",
        acceptance: Acceptance::Automatic,
        kitchen: KitchenMode::Automatic,
        items: &[
            item("Antipasti", "Bruschetta al pomodoro", "Grilled bread, tomatoes, basil, garlic", 650, 40),
            item("Antipasti", "Burrata con acciughe", "Burrata from Andria, Cantabrian anchovies, lemon", 1250, 12),
            item("Pizza", "Margherita", "San Marzano tomatoes, fior di latte, basil", 950, 60),
            item("Pizza", "Diavola", "Spicy salami, tomatoes, fior di latte", 1150, 40),
            item("Pizza", "Quattro formaggi", "Mozzarella, gorgonzola, taleggio, parmesan", 1250, 30),
            item("Pizza", "Marinara", "Tomatoes, garlic, oregano; no cheese", 800, 50),
            item("Pasta", "Spaghetti alla carbonara", "Guanciale, egg yolk, pecorino romano", 1350, 35),
            item("Pasta", "Tagliatelle al ragù", "Beef and pork, six hours on the stove", 1400, 25),
            item("Pasta", "Orecchiette con cime di rapa", "Turnip tops, chilli, breadcrumbs", 1250, 20),
            item("Dolci", "Tiramisù", "Mascarpone, espresso, savoiardi", 650, 18),
            item("Dolci", "Panna cotta", "With raspberries", 550, 16),
            item("Bevande", "Acqua frizzante", "0.75 l", 350, 100),
            item("Bevande", "Espresso", "Napoli roast", 220, 200),
        ],
    },
    DemoBusiness {
        name: "Noodle Bar Nine",
        timezone: "Europe/Berlin",
        acceptance: Acceptance::Manual,
        kitchen: KitchenMode::Automatic,
        items: &[
            item("Ramen", "Shoyu ramen", "Chicken broth, soy, chashu, egg, nori", 1390, 30),
            item("Ramen", "Tonkotsu ramen", "Pork broth simmered for sixteen hours, chashu, wood ear", 1490, 24),
            item("Ramen", "Spicy miso ramen", "Miso, chilli oil, minced pork, corn", 1450, 24),
            item("Ramen", "Yasai ramen", "Vegetable broth, tofu, pak choi, mushrooms (vegan)", 1350, 20),
            item("Udon", "Kitsune udon", "Dashi, sweet fried tofu, spring onion", 1190, 20),
            item("Udon", "Yaki udon", "Wok-fried with vegetables and bonito flakes", 1250, 20),
            item("Small plates", "Gyoza", "Six dumplings, pork and cabbage", 690, 40),
            item("Small plates", "Karaage", "Fried chicken, ginger, lemon mayonnaise", 790, 30),
            item("Small plates", "Edamame", "Sea salt", 450, 50),
            item("Drinks", "Genmaicha", "Green tea with roasted rice", 380, 80),
            item("Drinks", "Yuzu lemonade", "House-made", 450, 60),
        ],
    },
    DemoBusiness {
        name: "Corner Bakery",
        timezone: "Europe/London",
        acceptance: Acceptance::Automatic,
        kitchen: KitchenMode::Manual,
        items: &[
            item("Bread", "Country sourdough", "800 g, wheat and rye, proofed for 24 hours", 520, 24),
            item("Bread", "Seeded rye", "700 g, sunflower, pumpkin, flax", 560, 18),
            item("Bread", "Baguette", "Baked every two hours", 210, 60),
            item("Viennoiserie", "Croissant", "Butter from Normandy", 240, 70),
            item("Viennoiserie", "Pain au chocolat", "Two sticks of dark chocolate", 280, 50),
            item("Viennoiserie", "Cardamom bun", "Pearl sugar", 320, 36),
            item("Cakes", "Lemon drizzle, a slice", "Unwaxed lemons", 380, 20),
            item("Cakes", "Carrot cake, a slice", "Walnuts, cream cheese", 420, 16),
            item("Sandwiches", "Ham and Comté", "On baguette, with cornichons", 690, 20),
            item("Sandwiches", "Egg mayonnaise", "On sourdough, with cress", 590, 18),
            item("Coffee", "Flat white", "Double shot", 360, 150),
            item("Coffee", "Filter coffee", "Roast of the week", 290, 150),
        ],
    },
];
