// Generated from openapi.json by `npm run api`. Do not edit.

export interface paths {
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description By username or email address. What else the OAuth 2 form carries (`grant_type`, `scope`, …) is not looked at.
         */
        post: operations["auth_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description Ends the login that the refresh token descends from. A token that is not known (any more) is logged out already.
         */
        post: operations["auth_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Trade a refresh token for a new pair
         * @description Each is good once. One that comes a second time was stolen, or its successor was: then the whole login ends (RFC
         *     9700, 4.14).
         */
        post: operations["auth_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open an account
         * @description A customer's, or a business's together with its business. Admins are made by an admin or on the command line.
         */
        post: operations["auth_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check an access token */
        get: operations["auth_verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/businesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List businesses */
        get: operations["businesses_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/businesses/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show a business */
        get: operations["businesses_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a business's settings
         * @description Orders that are placed already keep the terms that they were placed under.
         */
        patch: operations["businesses_update"];
        trace?: never;
    };
    "/api/businesses/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a business's menu
         * @description By item number. Items that were taken off the menu are not on it.
         */
        get: operations["businesses_items"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List dead letters
         * @description Messages that were refused, or came back too often. They stay where they are.
         */
        get: operations["kitchen_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a dead letter
         * @description Puts it back into the kitchen's queue, and only there. One whose order is done by now is simply acknowledged there; one
         *     whose order does not exist stays where it is.
         */
        post: operations["kitchen_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add an item to the menu
         * @description Its number (101, 102, …) is given by the installation.
         */
        post: operations["items_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/items/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an item */
        get: operations["items_show"];
        put?: never;
        post?: never;
        /**
         * Take an item off the menu
         * @description Orders of it, and their history, stay.
         */
        delete: operations["items_archive"];
        options?: never;
        head?: never;
        /**
         * Edit an item
         * @description With `If-Match`, only if nobody else has edited it since. Its stock is changed at `/stock`; orders that are placed
         *     already keep the name and the price that they were placed with.
         */
        patch: operations["items_update"];
        trace?: never;
    };
    "/api/items/{id}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change an item's stock
         * @description By so many, atomically, whatever is sold meanwhile. Never below zero, and never above a million.
         */
        post: operations["items_stock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/kitchen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the kitchen */
        get: operations["kitchen_kitchen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orders
         * @description A customer's own, a business's for the business and its waiters, all for an admin. Newest first.
         */
        get: operations["orders_list"];
        put?: never;
        /**
         * Place an order
         * @description All of it or none: its stock is taken in the same transaction. With an `Idempotency-Key`, a request that comes
         *     twice is one order.
         */
        post: operations["orders_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an order */
        get: operations["orders_show"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an order's history
         * @description Each change with who made it, and the order as it was right after it.
         */
        get: operations["orders_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/orders/{id}/{command}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move an order on
         * @description `accept`, `reject`, `start` and `complete` are the business's; `hand-over` also its waiters'; `cancel` the customer's,
         *     the waiter's who placed it and the business's while it is pending, and the business's while it is accepted. An admin
         *     may do all. What the same account has done already is answered with 200 and the order as it is, as long as it stands:
         *     what somebody has accepted and somebody else cancelled since is a 409.
         */
        post: operations["orders_command"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the installation at a glance */
        get: operations["kitchen_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report what was sold, by item
         * @description Completed orders only, of the days on which they were completed where the business is. Ask with `Accept: text/csv` for a
         *     file. Over all businesses (admins only) a day is each one's own, and where several currencies were sold in, `currency`
         *     must say which.
         */
        get: operations["reports_products"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reports/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report how business was, by day and by hour
         * @description Completed orders only, of the days and hours in which they were completed where the business is.
         */
        get: operations["reports_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description A business sees its own people, an admin everybody; oldest first.
         */
        get: operations["users_list"];
        put?: never;
        /**
         * Make an account
         * @description A business makes its waiters; an admin makes any account.
         */
        post: operations["users_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an account
         * @description Everybody sees their own (`me`), a business its people's, an admin everybody's.
         */
        get: operations["users_show"];
        put?: never;
        post?: never;
        /**
         * Close an account
         * @description A business closes its waiters', an admin anybody's but their own. It logs in no more, its tokens end at once, its
         *     orders and their history stay. A business whose last owner is gone takes no more orders.
         */
        delete: operations["users_archive"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/business_login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in as a business (S0, S1) */
        post: operations["seeds_business_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/cancel_order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel an order (S0, S1)
         * @description Its stock is returned.
         */
        post: operations["seeds_cancel_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/get_orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orders (S0, S1)
         * @description A customer's own, a business's for the business and its waiters, all for an admin. Newest first.
         */
        get: operations["seeds_get_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process up? */
        get: operations["system_livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in (S4) */
        post: operations["seeds_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Measure
         * @description To those whose `Accept` names `text/plain` or `application/openmetrics-text`, as Prometheus' does: all that this
         *     process counts and measures, without a token. To everybody else, logged in: the orders that they may see, a
         *     customer's own, a business's for the business and its waiters, all for an admin.
         */
        get: operations["system_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place an order (S0, S1, S3)
         * @description Its fields tell in whose words it comes, and it is answered in the same. All of it or none: its stock is taken in the
         *     same transaction.
         */
        post: operations["seeds_place_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an order's state (S3) */
        get: operations["seeds_show_order"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List orders (S4)
         * @description A customer's own, a business's for the business and its waiters, all for an admin. Newest first.
         */
        get: operations["seeds_list_orders"];
        put?: never;
        /** Place an order (S4) */
        post: operations["seeds_create_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/orders/{order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Cancel an order (S4)
         * @description Its stock is returned.
         */
        patch: operations["seeds_cancel"];
        trace?: never;
    };
    "/orders/{order_id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Confirm an order (S4)
         * @description Only its business and an admin do.
         */
        patch: operations["seeds_confirm_order"];
        trace?: never;
    };
    "/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List products (S4)
         * @description Those of all businesses, by their numbers.
         */
        get: operations["seeds_list_products"];
        put?: never;
        /** Add a product (S4) */
        post: operations["seeds_create_product"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Can it work?
         * @description Whether the database and the broker can be reached, with a line each. While the broker is away orders are taken all
         *     the same: they wait in the outbox.
         */
        get: operations["system_readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open an account (S4)
         * @description An `admin` gets a business of its own, called as the account, where people accept and cook: an order stays
         *     CONFIRMED until somebody moves it on. Both are settings of the business.
         */
        post: operations["seeds_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/set-menu-and-instore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the menu and its stock (S0, S1)
         * @description One item or a list of them, all or none: those without an `id` are new, the others are edited.
         */
        post: operations["seeds_set_menu"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user_login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in (S0, S1) */
        post: operations["seeds_user_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description How pending orders become accepted.
         * @enum {string}
         */
        Acceptance: "automatic" | "manual";
        /** @description Who made a change: kept with every event. */
        Actor: {
            /**
             * Format: uuid
             * @description The account, or the kitchen worker; nobody for the system.
             */
            id?: string | null;
            /** @description What it is called, at that time. */
            name: string;
            /** @description In which capacity. */
            role: components["schemas"]["ActorRole"];
        };
        /**
         * @description Who makes a change happen: people by their role, or the house itself.
         * @enum {string}
         */
        ActorRole: "customer" | "business" | "waiter" | "admin" | "kitchen" | "system";
        /** @description The process is up. */
        Alive: {
            /**
             * @description Always `ok`.
             * @example ok
             */
            status: string;
        };
        /**
         * Format: double
         * @description An amount as people write it: `250.75`, as a JSON number or a text. It is read from its digits and never was a float.
         * @example 250.75
         */
        Amount: number;
        /** @description A business as everyone may see it. */
        Business: {
            /** @description How pending orders become accepted. */
            acceptance: components["schemas"]["Acceptance"];
            /** @description The currency of its prices. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description How long a customer can still take an order back before it is accepted by itself, in seconds.
             */
            grace_seconds: number;
            /** @description Identifies the business for ever. */
            id: components["schemas"]["BusinessId"];
            /** @description Who cooks. */
            kitchen: components["schemas"]["Kitchen"];
            /** @description What its guests call it. */
            name: components["schemas"]["Name"];
            /** @description Whether it takes orders now. */
            open: boolean;
            /** @description Where its days begin and end. */
            timezone: components["schemas"]["Timezone"];
        };
        /** @description What changes; whatever is left out stays. */
        BusinessChange: {
            acceptance?: components["schemas"]["Acceptance"] | null;
            currency?: components["schemas"]["Currency"] | null;
            /**
             * Format: int64
             * @description How long a customer can still take an order back, in seconds: 0 to 3600.
             */
            grace_seconds?: number | null;
            kitchen?: components["schemas"]["Kitchen"] | null;
            name?: components["schemas"]["Name"] | null;
            /** @description Whether it takes orders now. */
            open?: boolean | null;
            timezone?: components["schemas"]["Timezone"] | null;
        };
        /**
         * Format: uuid
         * @description A business.
         */
        BusinessId: string;
        /** @description The owner's name and password; also as `biz_name`, `e_name` and `e_password`, as S0's and S1's tables call them. */
        BusinessLogin: {
            /**
             * Format: password
             * @description The password.
             */
            password: string;
            /** @description The owner's username; an email address is taken as well. */
            username: string;
        };
        /** @description A business, and how it is there now. */
        BusinessNow: components["schemas"]["Business"] & {
            /** @description How busy its kitchen is. */
            load: components["schemas"]["Load"];
            /**
             * Format: int64
             * @description In how many seconds an order would be ready that is placed now; none where people accept or cook, or no worker is
             *     alive.
             */
            wait_seconds?: number | null;
        };
        /** @description Which order. */
        Cancellation: {
            /** @description The order, by its id or its number; also as `o_id`, as S1's table of orders calls it. */
            order_id: components["schemas"]["OrderRef"];
        };
        /**
         * @description The part of the menu that an item belongs to, in at most 60 characters.
         * @example Pizza
         */
        Category: string;
        /**
         * Format: int64
         * @description An amount in the currency's minor unit (cents), never negative.
         * @example 1250
         */
        Cents: number;
        /** @description One thing that a service stands on. */
        Check: {
            /** @description Which it is, or what is wrong with it, in words. */
            detail: string;
            /** @description Whether it can be reached. */
            ok: boolean;
        };
        /**
         * @description What can be asked of an order.
         * @enum {string}
         */
        Command: "accept" | "reject" | "cancel" | "start" | "complete" | "hand-over";
        /** @description 1 to 999, as a number or a text. */
        Count: number | string;
        /** @description How many orders are in each state: those that are live, and today's that are over. */
        Counts: {
            /** Format: int64 */
            accepted: number;
            /**
             * Format: int64
             * @description Since midnight, UTC.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description Since midnight, UTC.
             */
            completed: number;
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            processing: number;
            /**
             * Format: int64
             * @description Since midnight, UTC.
             */
            rejected: number;
        };
        /**
         * @description An ISO 4217 code: three capital letters.
         * @example EUR
         */
        Currency: string;
        /**
         * Format: date
         * @description A date of the calendar where a business is. Databases keep the number that it is written with: 20261121.
         * @example 2026-11-21
         */
        Day: string;
        /** @description The orders that were completed on one day. What nobody measured is null. */
        DaySummary: {
            /**
             * Format: double
             * @description From begun to completed.
             */
            average_preparation_seconds?: number | null;
            /**
             * Format: double
             * @description From placed to begun.
             */
            average_waiting_seconds?: number | null;
            date: components["schemas"]["Day"];
            /** Format: int64 */
            orders: number;
            /**
             * Format: double
             * @description 95 of 100 took at most so long; at most a 32nd off.
             */
            p95_preparation_seconds?: number | null;
            /**
             * Format: double
             * @description 95 of 100 waited at most so long; at most a 32nd off.
             */
            p95_waiting_seconds?: number | null;
            /** Format: int64 */
            revenue_cents: number;
        };
        /**
         * Format: double
         * @description An amount as the seeds' clients are told it: a JSON number with exactly its digits, and no zeros that say nothing.
         * @example 250.75
         */
        Decimal: number;
        /** @description What an item is, in at most 2,000 characters. */
        Description: string;
        /** @description How a guest is called, reached or found: at most 200 characters. */
        Detail: string;
        /** @description An item as S0 and S1 tell it, each field under both their names. */
        Dish: {
            /** @description Whose menu it is on. */
            biz_id: components["schemas"]["BusinessId"];
            /** @description In which currency its price is. */
            currency: components["schemas"]["Currency"];
            /** @description Identifies the item for ever. */
            id: components["schemas"]["ItemId"];
            image_url?: components["schemas"]["ImageUrl"] | null;
            /** @description The same. */
            m_id: components["schemas"]["ItemId"];
            m_img_url?: components["schemas"]["ImageUrl"] | null;
            /**
             * Format: int64
             * @description The same.
             */
            m_instore: number;
            /** @description The same. */
            m_name: components["schemas"]["ItemName"];
            /** @description The same. */
            m_price: components["schemas"]["Decimal"];
            /** @description What it is called. */
            name: components["schemas"]["ItemName"];
            /**
             * Format: int64
             * @description Short, for people: 101, 102, …
             */
            number: number;
            /** @description What one costs. */
            price: components["schemas"]["Decimal"];
            /**
             * Format: int64
             * @description How many are left.
             */
            stock_quantity: number;
        };
        /** @description The item, or the items in their order. */
        Dishes: components["schemas"]["Dish"] | components["schemas"]["Dish"][];
        /**
         * @description An email address, kept in lower case. Only its shape is checked: the one proof of an address is a letter to it.
         * @example dana@example.com
         */
        Email: string;
        /** @description One item, or a list of them. */
        Entries: components["schemas"]["NewDish"] | components["schemas"]["NewDish"][];
        /** @description When an order will be ready, by the kitchen's real capacity. */
        Estimate: {
            /**
             * Format: int64
             * @description How many orders are before it.
             */
            ahead: number;
            /**
             * Format: int64
             * @description Seconds until it is ready.
             */
            ready_in_seconds: number;
        };
        /** @description One change of one order: what, by whom, when, and the order as it was right after it. */
        Event: {
            /** @description Who did it. */
            actor: components["schemas"]["Actor"];
            /** @description Identifies the change; the same in the audit trail, the message and the frame. */
            id: components["schemas"]["EventId"];
            /** @description What happened. */
            kind: components["schemas"]["Kind"];
            /** @description When. */
            occurred_at: components["schemas"]["Timestamp"];
            /** @description The order right after it; `order.version` rises by one with each change. */
            order: components["schemas"]["Order"];
            /** @description The W3C trace that caused it. */
            traceparent?: string | null;
        };
        /**
         * Format: uuid
         * @description A change of an order.
         */
        EventId: string;
        /** @description What is wrong with one field of a request. */
        FieldError: {
            /** @description Where: `items[0].quantity`. */
            field: string;
            /** @description What, in words that a person can act on. */
            message: string;
        };
        /** @description Whom the order is for, as the waiter or the diner wrote it down. */
        Guest: {
            /** @default null */
            name?: components["schemas"]["Detail"] | null;
            /** @default null */
            phone?: components["schemas"]["Detail"] | null;
            /** @default null */
            table?: components["schemas"]["Detail"] | null;
        };
        /** @description Whether a service can work. */
        Health: {
            /** @description By name: `database`, `broker`. */
            checks: {
                [key: string]: components["schemas"]["Check"];
            };
            /**
             * @description `ok`, or `degraded`.
             * @example ok
             */
            status: string;
        };
        /** @description The whole history of an order. */
        History: {
            /** @description Oldest first. */
            data: components["schemas"]["Event"][];
            /** @description Always none: an order has few events, and they come at once. */
            next_cursor?: string | null;
        };
        /** @description The orders that were completed at one hour of the day, on all days together. */
        HourSummary: {
            /**
             * Format: int64
             * @description 0 to 23.
             */
            hour: number;
            /** Format: int64 */
            orders: number;
            /** Format: int64 */
            revenue_cents: number;
        };
        /**
         * @description A picture: an absolute `https` address, or a path below `/images/` of this installation. Never fetched by a server.
         * @example /images/margherita.jpg
         */
        ImageUrl: string;
        /** @description An item of a menu. */
        Item: {
            /** @description The sold-out switch: an item that is not available cannot be ordered, whatever its stock. */
            available: boolean;
            /** @description Whose menu it is on. */
            business_id: components["schemas"]["BusinessId"];
            /** @description The part of the menu. */
            category: components["schemas"]["Category"];
            /** @description The currency of its business. */
            currency: components["schemas"]["Currency"];
            /** @description What it is. */
            description: components["schemas"]["Description"];
            /** @description Identifies the item for ever. */
            id: components["schemas"]["ItemId"];
            image_url?: components["schemas"]["ImageUrl"] | null;
            /** @description What it is called. */
            name: components["schemas"]["ItemName"];
            /**
             * Format: int64
             * @description Short, for people: 101, 102, …; unique in the installation.
             */
            number: number;
            /** @description What one costs, in the currency's minor unit. */
            price_cents: components["schemas"]["Cents"];
            /**
             * Format: int64
             * @description How many are left. Never below zero.
             */
            stock_quantity: number;
            /**
             * Format: int64
             * @description Rises with every edit (not with sales); its `ETag`.
             */
            version: number;
        };
        /** @description What changes; whatever is left out stays. */
        ItemChange: {
            /** @description The sold-out switch. */
            available?: boolean | null;
            category?: components["schemas"]["Category"] | null;
            description?: components["schemas"]["Description"] | null;
            image_url?: components["schemas"]["ImageUrl"] | null;
            name?: components["schemas"]["ItemName"] | null;
            price_cents?: components["schemas"]["Price"] | null;
        };
        /**
         * Format: uuid
         * @description An item of a menu.
         */
        ItemId: string;
        /**
         * @description What an item is called: 1 to 200 characters.
         * @example Margherita
         */
        ItemName: string;
        /** @description An item's id or its number, like 101. */
        ItemRef: string | number;
        /**
         * @description What happened to an order; also its routing key.
         * @enum {string}
         */
        Kind: "order.placed" | "order.accepted" | "order.processing" | "order.completed" | "order.cancelled" | "order.rejected" | "order.handed_over";
        /**
         * @description Who cooks accepted orders.
         * @enum {string}
         */
        Kitchen: "automatic" | "manual";
        /** @description The automatic kitchens, which all businesses share. */
        KitchenView: {
            /**
             * Format: int64
             * @description How many they cook now.
             */
            busy: number;
            /**
             * Format: int64
             * @description For how many seconds the first of those has waited.
             */
            oldest_wait_seconds?: number | null;
            /**
             * Format: double
             * @description How long an order takes, as measured lately, in seconds; none when no worker is alive.
             */
            prep_seconds?: number | null;
            /**
             * Format: int64
             * @description How many orders wait for them.
             */
            queue_depth: number;
            /**
             * Format: int64
             * @description How many orders they cook at once, together.
             */
            slots: number;
            /** @description The workers that were heard of within 15 s. */
            workers: components["schemas"]["KitchenWorker"][];
        };
        /** @description A kitchen worker. */
        KitchenWorker: {
            /** @description When it was last heard of. */
            beat_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description How many it cooks now.
             */
            busy: number;
            /** Format: uuid */
            id: string;
            /** @description Its own name, or its host's and process's. */
            name: string;
            /**
             * Format: int64
             * @description How many orders it cooks at once.
             */
            slots: number;
        };
        /** @description A message that nobody could cook. */
        Letter: {
            /** @description What it holds; none where it cannot be read. */
            body?: Record<string, never> | null;
            /**
             * Format: uuid
             * @description The event's id, for a replay; none where the message cannot be read.
             */
            id?: string | null;
            kind?: components["schemas"]["Kind"] | null;
            occurred_at?: components["schemas"]["Timestamp"] | null;
            order_id?: components["schemas"]["OrderId"] | null;
            order_number?: components["schemas"]["OrderNumber"] | null;
            /** @description How it came here. */
            reason: string;
        };
        /** @description The messages that nobody could cook. */
        Letters: {
            /** @description At most 100, oldest first. */
            data: components["schemas"]["Letter"][];
            /** @description Always none: they come at once. */
            next_cursor?: string | null;
        };
        /** @description One line of an order: an item as it was when it was ordered. Never changes. */
        Line: {
            /** @description Which item. */
            item_id: components["schemas"]["ItemId"];
            /** @description What they cost together. */
            line_total_cents: components["schemas"]["Cents"];
            /** @description What it was called. */
            name: string;
            note?: components["schemas"]["Note"] | null;
            /** @description How many. */
            quantity: components["schemas"]["Quantity"];
            /** @description What one cost. */
            unit_price_cents: components["schemas"]["Cents"];
        };
        /**
         * @description How busy a business's kitchen is.
         * @enum {string}
         */
        Load: "quiet" | "busy" | "packed";
        /** @description A name (or an address) and a password, as JSON or as a form, like that of OAuth 2's password flow. */
        Login: {
            /** @description The email address, instead of a username. */
            email?: string | null;
            /**
             * Format: password
             * @description The password.
             */
            password: string;
            /** @description The username; an email address is taken as well. */
            username?: string | null;
        };
        /**
         * @description What a person or a business is called: 1 to 200 characters.
         * @example Dana
         */
        Name: string;
        /**
         * @description An item as it is to be. With an `id` it is edited, and what is left out stays; without, it is new. In S0's words, or in
         *     those of S1's table of menus; in both, as this route answers, if they say the same.
         */
        NewDish: {
            id?: components["schemas"]["ItemRef"] | null;
            /** @description A picture; empty for none. */
            image_url?: string | null;
            m_id?: components["schemas"]["ItemRef"] | null;
            /** @description The same. */
            m_img_url?: string | null;
            m_instore?: components["schemas"]["Stock"] | null;
            m_name?: components["schemas"]["ItemName"] | null;
            m_price?: components["schemas"]["Amount"] | null;
            name?: components["schemas"]["ItemName"] | null;
            price?: components["schemas"]["Amount"] | null;
            stock_quantity?: components["schemas"]["Stock"] | null;
        };
        /** @description A new item. */
        NewItem: {
            /** @description Whether it can be ordered; yes by default. */
            available?: boolean | null;
            category?: components["schemas"]["Category"] | null;
            description?: components["schemas"]["Description"] | null;
            image_url?: components["schemas"]["ImageUrl"] | null;
            /** @description What it is called. */
            name: components["schemas"]["ItemName"];
            /** @description What one costs, in the minor unit of the business's currency. */
            price_cents: components["schemas"]["Price"];
            /**
             * Format: int64
             * @description How many there are: 0 to a million.
             */
            stock_quantity?: number;
        };
        /** @description What somebody orders, in the words of S1 or of S3. */
        NewOrder: {
            /** @description Which item; also as `m_id`, as S1's table of orders calls it. */
            menu_id: components["schemas"]["ItemRef"];
            /** @description How many. */
            quantity: components["schemas"]["Count"];
            /** @description Whose order it is, if that is said: as in S3's. Also as `u_id`. */
            user_id?: string | null;
        } | {
            /** @description The items; one that is there twice is ordered twice. */
            item_ids: components["schemas"]["ItemRef"][];
            /** @description What they cost together, in the business's currency: if they cost something else, nothing is ordered. */
            total_amount: components["schemas"]["Amount"];
            /** @description A customer's own id or username; of whoever works here, what to call the guest. */
            user_id: string;
        };
        /** @description A new product. */
        NewProduct: {
            /** @description What it is called. */
            name: components["schemas"]["ItemName"];
            /** @description What one costs, in the business's currency. */
            price: components["schemas"]["Amount"];
            stock_quantity?: components["schemas"]["Stock"] | null;
        };
        /** @description One line. */
        NewSeedLine: {
            /** @description Which product. */
            product_id: components["schemas"]["ItemRef"];
            /** @description How many. */
            quantity: components["schemas"]["Count"];
        };
        /** @description What somebody orders. */
        NewSeedOrder: {
            /** @description 1 to 50 lines, all of one business. The same product twice is merged. */
            items: components["schemas"]["NewSeedLine"][];
        };
        /** @description A new account. */
        NewUser: {
            business_id?: components["schemas"]["BusinessId"] | null;
            email?: components["schemas"]["Email"] | null;
            /** @description What to call the person. */
            name: components["schemas"]["Name"];
            /** @description The password. */
            password: components["schemas"]["Password"];
            role?: components["schemas"]["Role"] | null;
            username?: components["schemas"]["Username"] | null;
        };
        /** @description A wish, a reason: at most 500 characters. */
        Note: string;
        /** @description An order with all that is known of it. */
        Order: {
            accepted_at?: components["schemas"]["Timestamp"] | null;
            /** @description Who makes it. */
            business_id: components["schemas"]["BusinessId"];
            /** @description What that business was called. */
            business_name: string;
            cancelled_at?: components["schemas"]["Timestamp"] | null;
            completed_at?: components["schemas"]["Timestamp"] | null;
            /** @description In which currency. */
            currency: components["schemas"]["Currency"];
            /** @description Whom it is for. */
            customer: components["schemas"]["Guest"];
            customer_id?: components["schemas"]["UserId"] | null;
            estimate?: components["schemas"]["Estimate"] | null;
            handed_over_at?: components["schemas"]["Timestamp"] | null;
            /** @description Identifies the order for ever. */
            id: components["schemas"]["OrderId"];
            /** @description What was ordered. */
            lines: components["schemas"]["Line"][];
            note?: components["schemas"]["Note"] | null;
            /** @description What people call out. */
            number: components["schemas"]["OrderNumber"];
            /** @description How the guest gets it. */
            order_type: components["schemas"]["OrderType"];
            /** @description When it was placed. */
            placed_at: components["schemas"]["Timestamp"];
            /** @description The account that placed it. */
            placed_by: components["schemas"]["UserId"];
            processing_at?: components["schemas"]["Timestamp"] | null;
            /** @description Why it was cancelled or rejected. */
            reason?: string | null;
            /** @description Where it is in its life. */
            status: components["schemas"]["Status"];
            /** @description What it costs. */
            total_cents: components["schemas"]["Cents"];
            /**
             * Format: int64
             * @description Rises by one with every change: the fence against lost updates, and the order of its events.
             */
            version: number;
        };
        /** @description What a new order is answered with, in the words in which it was asked for. */
        OrderAnswer: components["schemas"]["Ticket"] | components["schemas"]["Receipt"];
        /**
         * Format: uuid
         * @description An order.
         */
        OrderId: string;
        /** @description Orders and how long they take: those that the caller may see. */
        OrderMetrics: {
            /**
             * Format: double
             * @description How long completed orders were cooked, in seconds; 0 when there is none. Of a customer's, the latest 1,000.
             */
            average_processing_time: number;
            /**
             * Format: int64
             * @description Those that are ready, handed over or not.
             */
            completed_orders: number;
            /**
             * Format: int64
             * @description Those that nobody cooks yet: pending and accepted.
             */
            pending_orders: number;
            /**
             * Format: int64
             * @description Those that are being cooked.
             */
            processing_orders: number;
            /**
             * Format: int64
             * @description All orders ever, cancelled and rejected ones included.
             */
            total_orders: number;
        };
        /**
         * @description The short name of an order that people call out: `ORD1001`.
         * @example ORD1001
         */
        OrderNumber: string;
        /** @description An order's id or its number, like ORD1001. */
        OrderRef: string | number;
        /**
         * @description How the guest gets it.
         * @enum {string}
         */
        OrderType: "dine_in" | "takeaway" | "delivery";
        /** @description What an operator looks at first. */
        Overview: {
            /**
             * Format: int64
             * @description How many messages nobody could cook; none while the broker is away.
             */
            dead_letters?: number | null;
            /**
             * Format: int64
             * @description How many notifiers were heard of within 15 s.
             */
            notifiers: number;
            /**
             * Format: int64
             * @description How long ago the change happened that has waited longest for it, in seconds.
             */
            oldest_outbox_seconds?: number | null;
            /**
             * Format: int64
             * @description For how many seconds the first of those has waited.
             */
            oldest_wait_seconds?: number | null;
            orders: components["schemas"]["Counts"];
            /**
             * Format: int64
             * @description Placed since midnight, UTC.
             */
            orders_today: number;
            /**
             * Format: int64
             * @description How many events wait to be published.
             */
            outbox_depth: number;
            /**
             * Format: int64
             * @description How many orders wait for the kitchen.
             */
            queue_depth: number;
            /** @description What today's orders that stand are worth, for each currency that they are in. */
            revenue_today: components["schemas"]["Revenue"][];
            /**
             * Format: int64
             * @description How many clients listen to the live feed, by the notifiers' heartbeats.
             */
            sockets: number;
        };
        /** @description One page of a list. */
        Page_BusinessNow: {
            /** @description The rows. */
            data: (components["schemas"]["Business"] & {
                /** @description How busy its kitchen is. */
                load: components["schemas"]["Load"];
                /**
                 * Format: int64
                 * @description In how many seconds an order would be ready that is placed now; none where people accept or cook, or no worker is
                 *     alive.
                 */
                wait_seconds?: number | null;
            })[];
            /** @description What to send as `cursor` for the next page; none when this is the last. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Item: {
            /** @description The rows. */
            data: {
                /** @description The sold-out switch: an item that is not available cannot be ordered, whatever its stock. */
                available: boolean;
                /** @description Whose menu it is on. */
                business_id: components["schemas"]["BusinessId"];
                /** @description The part of the menu. */
                category: components["schemas"]["Category"];
                /** @description The currency of its business. */
                currency: components["schemas"]["Currency"];
                /** @description What it is. */
                description: components["schemas"]["Description"];
                /** @description Identifies the item for ever. */
                id: components["schemas"]["ItemId"];
                image_url?: components["schemas"]["ImageUrl"] | null;
                /** @description What it is called. */
                name: components["schemas"]["ItemName"];
                /**
                 * Format: int64
                 * @description Short, for people: 101, 102, …; unique in the installation.
                 */
                number: number;
                /** @description What one costs, in the currency's minor unit. */
                price_cents: components["schemas"]["Cents"];
                /**
                 * Format: int64
                 * @description How many are left. Never below zero.
                 */
                stock_quantity: number;
                /**
                 * Format: int64
                 * @description Rises with every edit (not with sales); its `ETag`.
                 */
                version: number;
            }[];
            /** @description What to send as `cursor` for the next page; none when this is the last. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Order: {
            /** @description The rows. */
            data: {
                accepted_at?: components["schemas"]["Timestamp"] | null;
                /** @description Who makes it. */
                business_id: components["schemas"]["BusinessId"];
                /** @description What that business was called. */
                business_name: string;
                cancelled_at?: components["schemas"]["Timestamp"] | null;
                completed_at?: components["schemas"]["Timestamp"] | null;
                /** @description In which currency. */
                currency: components["schemas"]["Currency"];
                /** @description Whom it is for. */
                customer: components["schemas"]["Guest"];
                customer_id?: components["schemas"]["UserId"] | null;
                estimate?: components["schemas"]["Estimate"] | null;
                handed_over_at?: components["schemas"]["Timestamp"] | null;
                /** @description Identifies the order for ever. */
                id: components["schemas"]["OrderId"];
                /** @description What was ordered. */
                lines: components["schemas"]["Line"][];
                note?: components["schemas"]["Note"] | null;
                /** @description What people call out. */
                number: components["schemas"]["OrderNumber"];
                /** @description How the guest gets it. */
                order_type: components["schemas"]["OrderType"];
                /** @description When it was placed. */
                placed_at: components["schemas"]["Timestamp"];
                /** @description The account that placed it. */
                placed_by: components["schemas"]["UserId"];
                processing_at?: components["schemas"]["Timestamp"] | null;
                /** @description Why it was cancelled or rejected. */
                reason?: string | null;
                /** @description Where it is in its life. */
                status: components["schemas"]["Status"];
                /** @description What it costs. */
                total_cents: components["schemas"]["Cents"];
                /**
                 * Format: int64
                 * @description Rises by one with every change: the fence against lost updates, and the order of its events.
                 */
                version: number;
            }[];
            /** @description What to send as `cursor` for the next page; none when this is the last. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_User: {
            /** @description The rows. */
            data: {
                business_id?: components["schemas"]["BusinessId"] | null;
                /** @description When it was made. */
                created_at: components["schemas"]["Timestamp"];
                email?: components["schemas"]["Email"] | null;
                /** @description Identifies the account for ever. */
                id: components["schemas"]["UserId"];
                /** @description What to call the person. */
                name: components["schemas"]["Name"];
                /** @description What the account may do. */
                role: components["schemas"]["Role"];
                /** @description The login name, in lower case. */
                username: components["schemas"]["Username"];
            }[];
            /** @description What to send as `cursor` for the next page; none when this is the last. */
            next_cursor?: string | null;
        };
        /**
         * Format: password
         * @description A password as it came in: 8 to 128 characters, never shown.
         */
        Password: string;
        /** @description One line. */
        PlaceLine: {
            /** @description Which item. */
            item_id: components["schemas"]["ItemId"];
            note?: components["schemas"]["Note"] | null;
            /** @description How many. */
            quantity: components["schemas"]["Quantity"];
        };
        /** @description What somebody orders. */
        PlaceOrder: {
            business_id?: components["schemas"]["BusinessId"] | null;
            customer?: components["schemas"]["Guest"] | null;
            /**
             * Format: int64
             * @description What the guest was told that it costs: if it costs something else by now, it is not placed.
             */
            expected_total_cents?: number | null;
            /** @description 1 to 50 lines, all of one business. The same item twice is merged. */
            items: components["schemas"]["PlaceLine"][];
            note?: components["schemas"]["Note"] | null;
            order_type?: components["schemas"]["OrderType"] | null;
        };
        /**
         * Format: int64
         * @description What one item may cost, as somebody asks for it: at most a million major units. A sum may be more.
         * @example 1250
         */
        Price: number;
        /** @description A problem document (RFC 9457), `application/problem+json`. */
        Problem: Record<string, never> & {
            /** @description What happened here, in a sentence that a person can act on. */
            detail: string;
            /** @description The fields that were refused. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The same for people, in a few words. */
            title: string;
            /** @description Where to find this request in the logs. */
            trace_id?: string;
            /** @description What kind of problem: stable, for programs. `/problems/sold-out`. */
            type: string;
        };
        /** @description A product. */
        Product: {
            /** @description Whether it can be ordered. */
            available: boolean;
            /** @description Whose it is. */
            business_id: components["schemas"]["BusinessId"];
            /** @description In which currency. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description Its number: 101, 102, …
             */
            id: number;
            /** @description Its id at `/api/items`. */
            item_id: components["schemas"]["ItemId"];
            /** @description What it is called. */
            name: components["schemas"]["ItemName"];
            /** @description What one costs. */
            price: components["schemas"]["Decimal"];
            /**
             * Format: int64
             * @description How many are left.
             */
            stock_quantity: number;
        };
        /** @description What was sold, by item. */
        ProductReport: {
            /** @description The currency of every amount. */
            currency: components["schemas"]["Currency"];
            data: components["schemas"]["ProductSales"][];
            end_date: components["schemas"]["Day"];
            start_date: components["schemas"]["Day"];
            /** Format: int64 */
            total_quantity: number;
            /** Format: int64 */
            total_revenue_cents: number;
        };
        /** @description What was sold of one item. */
        ProductSales: {
            /** @description Whose item it is. */
            business_id: components["schemas"]["BusinessId"];
            category: components["schemas"]["Category"];
            currency: components["schemas"]["Currency"];
            item_id: components["schemas"]["ItemId"];
            /** @description What it is called now, on the menu or not. */
            name: components["schemas"]["ItemName"];
            /** Format: int64 */
            number: number;
            /** Format: int64 */
            quantity: number;
            /**
             * Format: int64
             * @description At the prices of the orders.
             */
            revenue_cents: number;
        };
        /**
         * Format: int64
         * @description How much of one item: 1 to 999.
         */
        Quantity: number;
        /** @description Why. */
        Reason: {
            /** @default null */
            reason?: components["schemas"]["Note"] | null;
        };
        /** @description An order as S3 tells it. */
        Receipt: {
            /** @description Its number. */
            order_id: components["schemas"]["OrderNumber"];
            /** @description Where it is in its life. */
            order_status: components["schemas"]["Stage"];
        };
        /** @description A refresh token. */
        Refresh: {
            /** @description As it was given at the login, or at the last refresh. */
            refresh_token: string;
        };
        /** @description Whoever opens an account. */
        Register: {
            business_name?: components["schemas"]["Name"] | null;
            currency?: components["schemas"]["Currency"] | null;
            email?: components["schemas"]["Email"] | null;
            name?: components["schemas"]["Name"] | null;
            /** @description The password. */
            password: components["schemas"]["Password"];
            /** @description `customer` or `business`. */
            role: components["schemas"]["Role"];
            timezone?: components["schemas"]["Timezone"] | null;
            /** @description The login name. */
            username: components["schemas"]["Username"];
        };
        /** @description The account, logged in. */
        Registered: {
            /** @description A JWT, to be sent as `Authorization: Bearer …`. */
            access_token: string;
            business_id?: components["schemas"]["BusinessId"] | null;
            /**
             * Format: int64
             * @description For how many seconds the access token is good.
             */
            expires_in: number;
            /** @description Identifies the account for ever. */
            id: components["schemas"]["UserId"];
            /** @description Good for one refresh, within 30 days. */
            refresh_token: string;
            /** @description As it was asked for. */
            role: components["schemas"]["SeedRole"];
            /**
             * @description Always `bearer`.
             * @example bearer
             */
            token_type: string;
            /** @description The login name, in lower case. */
            username: components["schemas"]["Username"];
        };
        /** @description What orders of one currency are worth together. */
        Revenue: {
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description In minor units.
             */
            revenue_cents: number;
        };
        /**
         * @description What an account may do.
         * @enum {string}
         */
        Role: "customer" | "business" | "waiter" | "admin";
        /** @description One line. */
        SeedLine: {
            /** @description Its id at `/api/items`. */
            item_id: components["schemas"]["ItemId"];
            /** @description What it was called. */
            name: string;
            /** @description What one cost. */
            price: components["schemas"]["Decimal"];
            /**
             * Format: int64
             * @description The product's number.
             */
            product_id: number;
            /** @description How many. */
            quantity: components["schemas"]["Quantity"];
        };
        /** @description An order as S4 tells it. */
        SeedOrder: {
            /** @description When it was placed. */
            created_at: components["schemas"]["Timestamp"];
            /** @description In which currency. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description Its number without the letters.
             */
            id: number;
            /** @description What was ordered. */
            items: components["schemas"]["SeedLine"][];
            /** @description Its number, as people call it out. */
            number: components["schemas"]["OrderNumber"];
            /** @description Its id at `/api/orders`. */
            order_id: components["schemas"]["OrderId"];
            /** @description Where it is in its life. */
            status: components["schemas"]["SeedStatus"];
            /** @description What it costs. */
            total_amount: components["schemas"]["Decimal"];
            /** @description Whose it is: the customer, or who placed it for a guest. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description Whoever opens an account. */
        SeedRegistration: {
            /** @description The password. */
            password: components["schemas"]["Password"];
            /** @description `admin` is the owner of a business of its own here, `customer` its customer. */
            role: components["schemas"]["SeedRole"];
            /** @description The login name. */
            username: components["schemas"]["Username"];
        };
        /**
         * @description What an account may do, as S4 says it.
         * @enum {string}
         */
        SeedRole: "admin" | "customer";
        /**
         * @description Where an order is in its life, in S4's words.
         * @enum {string}
         */
        SeedStatus: "PENDING" | "CONFIRMED" | "PROCESSING" | "COMPLETED" | "CANCELLED" | "REJECTED";
        /** @description What a login is answered with. */
        Session: {
            /** @description A JWT, to be sent as `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int64
             * @description For how many seconds the access token is good.
             */
            expires_in: number;
            /** @description Good for one refresh, within 30 days. */
            refresh_token: string;
            /** @description What it may do. */
            role: components["schemas"]["Role"];
            /**
             * @description Always `bearer`.
             * @example bearer
             */
            token_type: string;
            /** @description The account. */
            user: components["schemas"]["User"];
        };
        /**
         * @description Where an order is in its life, in S3's words.
         * @enum {string}
         */
        Stage: "Pending" | "Processing" | "Completed" | "Cancelled" | "Rejected";
        /**
         * @description Where an order is in its life.
         * @enum {string}
         */
        Status: "pending" | "accepted" | "processing" | "completed" | "cancelled" | "rejected";
        /** @description 0 to a million, as a number or a text. */
        Stock: number | string;
        /** @description How the stock changes. */
        StockChange: {
            /**
             * Format: int64
             * @description So many more, or (negative) fewer.
             * @example 20
             */
            delta: number;
        };
        /** @description How business was. */
        SummaryReport: {
            /** @description The currency of every amount. */
            currency: components["schemas"]["Currency"];
            /** @description Every day, also those without orders. */
            days: components["schemas"]["DaySummary"][];
            /** @description Every hour, also those without orders. */
            hours: components["schemas"]["HourSummary"][];
            timezone?: components["schemas"]["Timezone"] | null;
        };
        /**
         * @description An order as S0 and S1 tell it, each field under both their names. An order of several items, which they do not know,
         *     shows its first one there, and all in `items`.
         */
        Ticket: {
            /** @description Who makes it. */
            biz_id: components["schemas"]["BusinessId"];
            /** @description What that business was called. */
            biz_name: string;
            /** @description In which currency. */
            currency: components["schemas"]["Currency"];
            /** @description The same. */
            e_id: components["schemas"]["BusinessId"];
            /** @description Identifies the order for ever. */
            id: components["schemas"]["OrderId"];
            /** @description All that was ordered. */
            items: components["schemas"]["TicketLine"][];
            /** @description The same. */
            m_id: components["schemas"]["ItemId"];
            /** @description The first item. */
            menu_id: components["schemas"]["ItemId"];
            /** @description What people call out. */
            number: components["schemas"]["OrderNumber"];
            /** @description The same. */
            o_id: components["schemas"]["OrderId"];
            /** @description The same. */
            o_state: components["schemas"]["Status"];
            /** @description When it was placed. */
            placed_at: components["schemas"]["Timestamp"];
            /** @description How many of it. */
            quantity: components["schemas"]["Quantity"];
            /** @description Why it was cancelled or rejected. */
            reason?: string | null;
            /** @description Where it is in its life. */
            state: components["schemas"]["Status"];
            /** @description What it costs. */
            total: components["schemas"]["Decimal"];
            /** @description The same. */
            u_id: components["schemas"]["UserId"];
            /** @description Whose order it is: the customer, or who placed it for a guest. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description One line. */
        TicketLine: {
            /** @description Which item. */
            menu_id: components["schemas"]["ItemId"];
            /** @description What it was called. */
            name: string;
            /** @description What one cost. */
            price: components["schemas"]["Decimal"];
            /** @description How many. */
            quantity: components["schemas"]["Quantity"];
        };
        /**
         * Format: date-time
         * @description An instant in UTC, exact to the millisecond: what JSON shows and what every database keeps.
         * @example 2026-11-21T18:30:00.000Z
         */
        Timestamp: string;
        /**
         * @description A name of the IANA time zone database, like `Europe/Paris`.
         * @example Europe/Paris
         */
        Timezone: string;
        /** @description A person's account, as others may see it. */
        User: {
            business_id?: components["schemas"]["BusinessId"] | null;
            /** @description When it was made. */
            created_at: components["schemas"]["Timestamp"];
            email?: components["schemas"]["Email"] | null;
            /** @description Identifies the account for ever. */
            id: components["schemas"]["UserId"];
            /** @description What to call the person. */
            name: components["schemas"]["Name"];
            /** @description What the account may do. */
            role: components["schemas"]["Role"];
            /** @description The login name, in lower case. */
            username: components["schemas"]["Username"];
        };
        /**
         * Format: uuid
         * @description A person's account.
         */
        UserId: string;
        /** @description A name and a password; also as `u_name` and `u_password`, as S1's table of users calls them. */
        UserLogin: {
            /**
             * Format: password
             * @description The password.
             */
            password: string;
            /** @description The username; an email address is taken as well. */
            username: string;
        };
        /**
         * @description A login name, kept in lower case: 3 to 64 letters, digits, `.`, `_`, `-` or `@`.
         * @example dana
         */
        Username: string;
        /** @description Whose token it is, and until when it is good. */
        Verified: {
            /** @description Until when. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description The account. */
            user: components["schemas"]["User"];
            /** @description Always true; a token that is not valid is answered with 401. */
            valid: boolean;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    auth_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
                "application/x-www-form-urlencoded": components["schemas"]["Login"];
                "multipart/form-data": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Logged in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Wrong name or password */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many wrong passwords */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Logged out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description A new pair */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is not good (any more) */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Register"];
            };
        };
        responses: {
            /** @description The account, logged in */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This role cannot be registered */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name or address is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auth_verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is good */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verified"];
                };
            };
            /** @description It is not */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    businesses_list: {
        parameters: {
            query?: {
                /** @description A part of the name, in any case. */
                q?: string;
                /** @description At most so many: 1 to 100, 20 by default. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of businesses */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_BusinessNow"];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    businesses_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The business's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The business */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BusinessNow"];
                };
            };
            /** @description No such business */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    businesses_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The business's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BusinessChange"];
            };
        };
        responses: {
            /** @description The business */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BusinessNow"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such business, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    businesses_items: {
        parameters: {
            query?: {
                /** @description At most so many: 1 to 100, 20 by default. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The business's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of items */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Item"];
                };
            };
            /** @description No such business */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    kitchen_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Letters"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The broker is away */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    kitchen_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The letter's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is in the queue again */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such letter */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such order: nobody could cook it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The broker is away */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    items_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewItem"];
            };
        };
        responses: {
            /** @description The item */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    items_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The item's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            /** @description No such item on any menu */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    items_archive: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that this is based on */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The item's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is off the menu */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such item, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has edited it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    items_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that the edit is based on */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The item's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ItemChange"];
            };
        };
        responses: {
            /** @description The item */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such item, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Somebody else has edited it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    items_stock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The item's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StockChange"];
            };
        };
        responses: {
            /** @description The item */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Item"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such item, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    kitchen_kitchen: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its workers and its queue */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KitchenView"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_list: {
        parameters: {
            query?: {
                /**
                 * @description States, separated by commas; all by default.
                 * @example pending,accepted
                 */
                status?: string;
                /** @description Placed at this time or later. */
                from?: components["schemas"]["Timestamp"];
                /** @description Placed before this time. */
                to?: components["schemas"]["Timestamp"];
                /** @description An order number, or the beginning of a guest's name. */
                q?: string;
                /** @description At most so many: 1 to 100, 20 by default. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of orders */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Order"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_place: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your name for this request, kept for 24 hours */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlaceOrder"];
            };
        };
        responses: {
            /** @description The order */
            201: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sold out, closed, or at another price; or the first request with this key is still being answered */
            409: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id, or its number like ORD1001 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such order, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_events: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id, or its number like ORD1001 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such order, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    orders_command: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id, or its number like ORD1001 */
                id: string;
                /** @description What to do */
                command: components["schemas"]["Command"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Reason"] | null;
            };
        };
        responses: {
            /** @description The order after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such order, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Its state does not allow it (any more) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    kitchen_overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders, queues and letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reports_products: {
        parameters: {
            query?: {
                /** @description The first day, by the business's clock; six days before the last by default. */
                start_date?: components["schemas"]["Day"];
                /** @description The last day, included; today by default. */
                end_date?: components["schemas"]["Day"];
                /** @description By what to sort: `revenue` by default. */
                sort?: "quantity" | "revenue" | "name";
                /** @description In which direction: `asc` for names, otherwise `desc` by default. */
                direction?: "asc" | "desc";
                /** @description What was sold in this currency; by default in the one that the business has now. */
                currency?: components["schemas"]["Currency"];
                /** @description Whose sales; an admin's only, who otherwise gets everybody's. */
                business_id?: components["schemas"]["BusinessId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items that were sold */
            200: {
                headers: {
                    /** @description What to call the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductReport"];
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such business, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reports_summary: {
        parameters: {
            query?: {
                /** @description The first day, by the business's clock; six days before the last by default. */
                start_date?: components["schemas"]["Day"];
                /** @description The last day, included; today by default. */
                end_date?: components["schemas"]["Day"];
                /** @description What was sold in this currency; by default in the one that the business has now. */
                currency?: components["schemas"]["Currency"];
                /** @description Whose; an admin's only, who otherwise gets everybody's. */
                business_id?: components["schemas"]["BusinessId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every day and every hour */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryReport"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such business, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_list: {
        parameters: {
            query?: {
                /** @description At most so many: 1 to 100, 20 by default. */
                limit?: number;
                /** @description The `next_cursor` of the page before. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_User"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description The account */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name or address is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_show: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id, or `me` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such account, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    users_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The account's id */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Closed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such account, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_business_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BusinessLogin"];
                "application/x-www-form-urlencoded": components["schemas"]["BusinessLogin"];
                "multipart/form-data": components["schemas"]["BusinessLogin"];
            };
        };
        responses: {
            /** @description Logged in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Wrong name or password */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not a business's account */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_cancel_order: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /** @description The order after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such order, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Its state does not allow it (any more) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_get_orders: {
        parameters: {
            query?: {
                /** @description Those in this state; all by default. */
                status?: components["schemas"]["Status"];
                /** @description Which page, from 1. */
                page?: number;
                /** @description At most so many: 1 to 100, 100 by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of orders */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"][];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    system_livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
        };
    };
    seeds_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserLogin"];
                "application/x-www-form-urlencoded": components["schemas"]["UserLogin"];
                "multipart/form-data": components["schemas"]["UserLogin"];
            };
        };
        responses: {
            /** @description Logged in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Wrong name or password */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    system_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders as JSON, or Prometheus' text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderMetrics"];
                    "application/openmetrics-text; version=1.0.0; charset=utf-8": string;
                    "text/plain; version=0.0.4; charset=utf-8": string;
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_place_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your name for this request, kept for 24 hours */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewOrder"];
            };
        };
        responses: {
            /** @description The order */
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderAnswer"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sold out, closed, or at another price; or the first request with this key is still being answered */
            409: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_show_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's number like ORD1001, or its id */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it is in its life */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such order, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_list_orders: {
        parameters: {
            query?: {
                /** @description Those in this state; all by default. */
                status?: components["schemas"]["SeedStatus"];
                /** @description Which page, from 1. */
                page?: number;
                /** @description At most so many: 1 to 100, 100 by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of orders */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeedOrder"][];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_create_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your name for this request, kept for 24 hours */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSeedOrder"];
            };
        };
        responses: {
            /** @description The order */
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeedOrder"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Sold out, or closed; or the first request with this key is still being answered */
            409: {
                headers: {
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id, or its number like ORD1001 or 1001 */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order, CANCELLED */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeedOrder"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such order, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Its state does not allow it (any more) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_confirm_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The order's id, or its number like ORD1001 or 1001 */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order, CONFIRMED */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeedOrder"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such order, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Its state does not allow it (any more) */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_list_products: {
        parameters: {
            query?: {
                /** @description Which page, from 1. */
                page?: number;
                /** @description At most so many: 1 to 100, 100 by default. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of products */
            200: {
                headers: {
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"][];
                };
            };
            /** @description Not acceptable */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_create_product: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProduct"];
            };
        };
        responses: {
            /** @description The product */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Product"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    system_readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description It cannot, and why */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    seeds_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeedRegistration"];
            };
        };
        responses: {
            /** @description The account, logged in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The name is taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_set_menu: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Entries"];
            };
        };
        responses: {
            /** @description The item, or the items in their order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dishes"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not logged in */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not allowed */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description No such item, or not yours */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    seeds_user_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserLogin"];
                "application/x-www-form-urlencoded": components["schemas"]["UserLogin"];
                "multipart/form-data": components["schemas"]["UserLogin"];
            };
        };
        responses: {
            /** @description Logged in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description Not JSON, or not all of it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Wrong name or password */
            401: {
                headers: {
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body took too long to arrive */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than 256 KiB */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not `application/json` */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not acceptable; `errors` tells which fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong on our side */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service cannot take this now; try again */
            503: {
                headers: {
                    /** @description After how many seconds to try again */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
