//! The menus.

/// A business and its menu.
pub(crate) struct Menu {
    pub(crate) name: &'static str,
    pub(crate) timezone: &'static str,
    pub accepts_by_hand: bool,
    pub cooks_by_hand: bool,
    pub(crate) dishes: &'static [Dish],
}

/// An item of it.
pub(crate) struct Dish {
    pub(crate) category: &'static str,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) price_cents: i64,
    pub(crate) stock: i64,
}

const fn dish(
    category: &'static str,
    name: &'static str,
    description: &'static str,
    price_cents: i64,
    stock: i64,
) -> Dish {
    Dish { category, name, description, price_cents, stock }
}

/// One that needs no hand, one that accepts by hand, one that cooks by hand.
pub(crate) const BUSINESSES: &[Menu] = &[
    Menu {
        name: "Trattoria Lucia",
        timezone: "Europe/Rome",
        accepts_by_hand: false,
        cooks_by_hand: false,
        dishes: &[
            dish("Antipasti", "Bruschetta al pomodoro", "Grilled bread, tomatoes, basil, garlic", 650, 40),
            dish("Antipasti", "Burrata con acciughe", "Burrata from Andria, Cantabrian anchovies, lemon", 1250, 12),
            dish("Pizza", "Margherita", "San Marzano tomatoes, fior di latte, basil", 950, 60),
            dish("Pizza", "Diavola", "Spicy salami, tomatoes, fior di latte", 1150, 40),
            dish("Pizza", "Quattro formaggi", "Mozzarella, gorgonzola, taleggio, parmesan", 1250, 30),
            dish("Pizza", "Marinara", "Tomatoes, garlic, oregano; no cheese", 800, 50),
            dish("Pasta", "Spaghetti alla carbonara", "Guanciale, egg yolk, pecorino romano", 1350, 35),
            dish("Pasta", "Tagliatelle al ragù", "Beef and pork, six hours on the stove", 1400, 25),
            dish("Pasta", "Orecchiette con cime di rapa", "Turnip tops, chilli, breadcrumbs", 1250, 20),
            dish("Dolci", "Tiramisù", "Mascarpone, espresso, savoiardi", 650, 18),
            dish("Dolci", "Panna cotta", "With raspberries", 550, 16),
            dish("Bevande", "Acqua frizzante", "0.75 l", 350, 100),
            dish("Bevande", "Espresso", "Napoli roast", 220, 200),
        ],
    },
    Menu {
        name: "Noodle Bar Nine",
        timezone: "Europe/Berlin",
        accepts_by_hand: true,
        cooks_by_hand: false,
        dishes: &[
            dish("Ramen", "Shoyu ramen", "Chicken broth, soy, chashu, egg, nori", 1390, 30),
            dish("Ramen", "Tonkotsu ramen", "Pork broth of sixteen hours, chashu, wood-ear", 1490, 24),
            dish("Ramen", "Spicy miso ramen", "Miso, chilli oil, minced pork, corn", 1450, 24),
            dish("Ramen", "Yasai ramen", "Vegetable broth, tofu, pak choi, mushrooms (vegan)", 1350, 20),
            dish("Udon", "Kitsune udon", "Dashi, sweet fried tofu, spring onion", 1190, 20),
            dish("Udon", "Yaki udon", "Wok-fried with vegetables and bonito flakes", 1250, 20),
            dish("Small plates", "Gyoza", "Six dumplings, pork and cabbage", 690, 40),
            dish("Small plates", "Karaage", "Fried chicken, ginger, lemon mayonnaise", 790, 30),
            dish("Small plates", "Edamame", "Sea salt", 450, 50),
            dish("Drinks", "Genmaicha", "Green tea with roasted rice", 380, 80),
            dish("Drinks", "Yuzu lemonade", "House-made", 450, 60),
        ],
    },
    Menu {
        name: "Corner Bakery",
        timezone: "Europe/London",
        accepts_by_hand: false,
        cooks_by_hand: true,
        dishes: &[
            dish("Bread", "Country sourdough", "800 g, wheat and rye, 24 hours of proof", 520, 24),
            dish("Bread", "Seeded rye", "700 g, sunflower, pumpkin, flax", 560, 18),
            dish("Bread", "Baguette", "Baked every two hours", 210, 60),
            dish("Viennoiserie", "Croissant", "Butter from Normandy", 240, 70),
            dish("Viennoiserie", "Pain au chocolat", "Two sticks of dark chocolate", 280, 50),
            dish("Viennoiserie", "Cardamom bun", "Pearl sugar", 320, 36),
            dish("Cakes", "Lemon drizzle, a slice", "Unwaxed lemons", 380, 20),
            dish("Cakes", "Carrot cake, a slice", "Walnuts, cream cheese", 420, 16),
            dish("Sandwiches", "Ham and Comté", "On baguette, with cornichons", 690, 20),
            dish("Sandwiches", "Egg mayonnaise", "On sourdough, with cress", 590, 18),
            dish("Coffee", "Flat white", "Double shot", 360, 150),
            dish("Coffee", "Filter coffee", "Of the week", 290, 150),
        ],
    },
];
