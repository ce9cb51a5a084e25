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
         * @description Accepts a username or an email address. Other fields of the OAuth 2 form (`grant_type`, `scope`, …) are ignored.
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
         * @description Revokes all refresh tokens of the session. The access token stays valid until it expires. An unknown refresh token is not an
         *     error.
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
         * Refresh a session
         * @description Exchanges a refresh token for a new pair of tokens. Each refresh token can be used once. Reuse indicates a stolen token and
         *     ends the whole session (RFC 9700, section 4.14).
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
         * Create an account
         * @description Creates a customer, or an owner together with a business. Waiters and admins are created with `POST /api/users`; admins can
         *     also be created on the command line.
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
        /** Verify an access token */
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
         * @description Orders that were already placed keep their prices, cancellation window and acceptance. A change of `kitchen` applies to all
         *     orders whose preparation has not started. A new currency applies to all items on the menu; orders of customers who saw the old
         *     prices are refused if they contain `expected_currency`.
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
         * @description Sorted by item number. Items that were removed from the menu are omitted.
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
    "/api/currencies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all currencies
         * @description Returns the currencies of ISO 4217 that are in circulation, with their numbers of decimals. These numbers apply to all amounts
         *     in the API, in reports and in the web app.
         */
        get: operations["businesses_currencies"];
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
         * @description Returns the messages that a kitchen worker rejected and those that were delivered too often. They stay in the dead-letter
         *     queue.
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
         * @description Returns the message to the kitchen queue. If the order has finished in the meantime, a kitchen worker discards the message.
         *     If the order does not exist, the message stays a dead letter.
         */
        post: operations["kitchen_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/isolated-rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List isolated rows
         * @description Returns the database rows that are skipped: rows that cannot be decoded, and pending orders that cannot be accepted or
         *     cancelled automatically. Lists and background jobs process all other rows. A row disappears from this list when it is
         *     repaired.
         */
        get: operations["kitchen_isolated_rows"];
        put?: never;
        post?: never;
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
         * @description The item number (101, 102, …) is assigned automatically, and is unique in the installation.
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
         * Remove an item from the menu
         * @description Orders that contain the item are kept.
         */
        delete: operations["items_archive"];
        options?: never;
        head?: never;
        /**
         * Edit an item
         * @description With `If-Match`, the edit is refused if the item was edited in the meantime. Use `/stock` to change the stock. Existing orders
         *     keep their item names and prices.
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
         * @description The change is atomic, even during concurrent sales. The resulting stock must be between 0 and 1,000,000.
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
         * @description Customers see their own orders, staff see the orders of their business, and admins see all orders. With `q`, a page can have
         *     fewer entries than `limit`, or none, and still have a `next_cursor`: each request compares a limited number of orders.
         */
        get: operations["orders_list"];
        put?: never;
        /**
         * Place an order
         * @description All lines are placed or none: the stock is deducted in the same transaction. With an `Idempotency-Key`, a repeated request
         *     places no second order: it receives the first order, as it was right after its placement.
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
         * @description Returns every change with its author, and the order as it was right after the change.
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
         * Apply a command to an order
         * @description Owners may `accept`, `reject`, `start` and `complete`; owners and all waiters of the business may `hand-over`. A pending
         *     order may be cancelled by its customer, the waiter who placed it, and owners; an accepted order only by owners. Admins may
         *     do the same as owners. If the same account repeats a command, it receives 200 and the current order, as long as the command's
         *     effect still stands: a repeated `accept` is refused if the order was cancelled in the meantime.
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
        /** Show the state of the installation */
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
         * Report sales by item
         * @description Counts completed orders by the day of their completion, in the business's time zone. Returns a file for `Accept: text/csv`
         *     (for programs) and for `download=true` (for spreadsheets). A report over all businesses (admins only) uses the time zone of
         *     each business, and requires `currency` if there are sales in several currencies.
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
         * Report orders and durations by day and by hour
         * @description Counts completed orders by the day and hour of their completion, in the business's time zone.
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
         * @description Owners see the accounts of their business, and admins see all accounts. Oldest first.
         */
        get: operations["users_list"];
        put?: never;
        /**
         * Create an account
         * @description Owners can create waiters for their business; admins can create any account.
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
         * @description Every account can see itself (`me`), owners can see the accounts of their business, and admins can see all accounts.
         */
        get: operations["users_show"];
        put?: never;
        post?: never;
        /**
         * Deactivate an account
         * @description Owners can deactivate their waiters, and admins can deactivate any account except their own. The account can no longer log in,
         *     its sessions end within about two seconds, and its orders and their history are kept. If the last owner of a business is
         *     deactivated, the business is closed.
         */
        delete: operations["users_archive"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/biz/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show your business (food ordering app) */
        get: operations["compat_biz_info"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login/biz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in as an owner (food ordering app) */
        post: operations["compat_log_in_biz"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/login/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Log in (food ordering app) */
        post: operations["compat_log_in_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/user/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show your account (food ordering app) */
        get: operations["compat_user_info"];
        put?: never;
        post?: never;
        delete?: never;
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
        /** Log in as an owner (food ordering) */
        post: operations["compat_business_login"];
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
         * Cancel an order (food ordering)
         * @description Restores the stock of the items.
         */
        post: operations["compat_cancel_order"];
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
         * List orders (food ordering)
         * @description Customers see their own orders, staff see the orders of their business, and admins see all orders. Newest first.
         */
        get: operations["compat_get_orders"];
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
        /** Check whether the process is alive */
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
        /** Log in (mini order) */
        post: operations["compat_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/menu/add/menu": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add an item to the menu (food ordering app)
         * @description Edits an item instead if the entry has an id, or if the menu has an item with this name.
         */
        post: operations["compat_add_menu"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/menu/all/for/biz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your menu (food ordering app)
         * @description All items, sorted by number.
         */
        get: operations["compat_list_menus_for_biz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/menu/all/for/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the items of all businesses (food ordering app)
         * @description Sorted by number.
         */
        get: operations["compat_list_menus_for_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/menu/delete/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an item from the menu (food ordering app)
         * @description Orders that contain the item are kept.
         */
        delete: operations["compat_delete_menu"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/menu/update/stock/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add to an item's stock (food ordering app) */
        post: operations["compat_update_stock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/menu/update/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Edit an item (food ordering app)
         * @description Omitted fields stay unchanged.
         */
        put: operations["compat_update_menu"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/menu/{id}/stock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show an item's stock (food ordering app) */
        get: operations["compat_show_stock"];
        put?: never;
        post?: never;
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
         * Show metrics
         * @description If `Accept` prefers `text/plain` or `application/openmetrics-text` to `application/json`, as in requests from Prometheus,
         *     returns the metrics of this process, the database and the broker, without authentication. Otherwise, returns the number of
         *     orders that are visible to the account: customers see their own orders, staff see the orders of their business, and admins see
         *     all orders.
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
         * Place an order (food ordering, order queue)
         * @description The fields of the request determine the format of the response. All lines of an order, and all orders of a list, are placed or
         *     none: the stock is deducted in the same transaction. Clients can also authenticate with HTTP Basic: the username and password
         *     of an account.
         */
        post: operations["compat_place_order"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/add/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place orders (food ordering app)
         * @description All orders are placed or none: the stock is deducted in the same transaction.
         */
        post: operations["compat_add_orders"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/all/for/biz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the orders of your business (food ordering app)
         * @description Newest first. Admins see all orders.
         */
        get: operations["compat_list_orders_for_biz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/all/for/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your orders (food ordering app)
         * @description Customers see their own orders, staff see the orders of their business, and admins see all orders. Newest first.
         */
        get: operations["compat_list_orders_for_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/delete/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel an order (food ordering app)
         * @description Restores the stock of the items. The order is kept, with the status `cancelled`.
         */
        delete: operations["compat_delete_order"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/order/update/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change an order's status (food ordering app)
         * @description Completing an accepted order starts its preparation first, because the app has no status in between.
         */
        put: operations["compat_update_order"];
        post?: never;
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
        /** Show an order's status (order queue) */
        get: operations["compat_show_order"];
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
         * List orders (mini order)
         * @description Customers see their own orders, staff see the orders of their business, and admins see all orders. Newest first.
         */
        get: operations["compat_list_orders"];
        put?: never;
        /** Place an order (mini order) */
        post: operations["compat_create_order"];
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
         * Cancel an order (mini order)
         * @description Restores the stock of the items.
         */
        patch: operations["compat_cancel"];
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
         * Confirm an order (mini order)
         * @description Allowed for the owner of the business (an `admin` of mini order) and for admins of the installation.
         */
        patch: operations["compat_confirm_order"];
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
         * List products (mini order)
         * @description The items of all businesses, sorted by number.
         */
        get: operations["compat_list_products"];
        put?: never;
        /** Add a product (mini order) */
        post: operations["compat_create_product"];
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
         * Check whether the process can serve requests
         * @description Reports the state of the database, the broker and the clock. If only the broker is unavailable, the response is 503, but
         *     orders can still be placed: their events stay in the outbox.
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
         * Create an account (mini order)
         * @description An `admin` gets a business with the name of the account. By default, its staff accept and prepare orders: an order stays
         *     CONFIRMED until someone starts it.
         */
        post: operations["compat_register"];
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
         * Set the menu and its stock (food ordering)
         * @description An entry with an id edits that item. An entry without an id edits the item on the menu with its name, or creates an item.
         *     Applies all changes or none. A request can have at most 1,000 items and 256 KiB; split a larger menu into several requests.
         *     Items that are not mentioned stay unchanged.
         */
        post: operations["compat_set_menu"];
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
        /** Log in (food ordering) */
        post: operations["compat_user_login"];
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
         * @description How pending orders are accepted.
         * @enum {string}
         */
        Acceptance: "automatic" | "manual";
        /** @description The author of a change. It is stored with every event. */
        Actor: {
            /**
             * Format: uuid
             * @description The id of the account or kitchen worker; `null` for the system.
             */
            id?: string | null;
            /** @description The name of the actor at the time of the change. */
            name: string;
            /** @description The role in which the actor made the change. */
            role: components["schemas"]["ActorRole"];
        };
        /**
         * @description The role in which an actor changed an order.
         * @enum {string}
         */
        ActorRole: "customer" | "business" | "waiter" | "admin" | "kitchen" | "system";
        /** @description A change to an item's stock. */
        AddedStock: {
            /**
             * Format: int64
             * @description Number of portions to add, or to remove if negative.
             * @example 10
             */
            quantity: number;
        };
        /** @description The process is alive. */
        Alive: {
            /**
             * @description Always `ok`.
             * @example ok
             */
            status: string;
        };
        /**
         * Format: double
         * @description A decimal amount, such as `250.75`, as a JSON number or string. It is parsed from its digits, never through a float.
         * @example 250.75
         */
        Amount: number;
        /** @description An item on a menu. */
        AppMenuItem: {
            /** @description The business that the item belongs to. */
            biz_id: components["schemas"]["BusinessId"];
            /** @description The currency of the price. */
            currency: components["schemas"]["Currency"];
            /** @description The id of the item. */
            id: components["schemas"]["ItemId"];
            image_url?: components["schemas"]["ImageUrl"] | null;
            /** @description The name of the item. */
            name: components["schemas"]["ItemName"];
            /** @description Price of one portion. */
            price: components["schemas"]["Decimal"];
            /**
             * @description `available`, or `unavailable` if the item is marked as sold out.
             * @example available
             */
            status: string;
            /**
             * Format: int64
             * @description Number of portions in stock.
             */
            stock: number;
        };
        /** @description An order. The food ordering app supports one item per order: `menu_id`, `menu` and `quantity` describe the first line. */
        AppOrder: {
            /** @description The business. */
            biz_id: components["schemas"]["BusinessId"];
            /** @description Name of the business when the order was placed. */
            biz_name: string;
            /** @description The id of the order. */
            id: components["schemas"]["OrderId"];
            /** @description The item. */
            menu: components["schemas"]["OrderedItem"];
            /** @description The item. */
            menu_id: components["schemas"]["ItemId"];
            /** @description Number of portions. */
            quantity: components["schemas"]["Quantity"];
            /** @description The status, in the words of the food ordering app. */
            state: components["schemas"]["FoodOrderState"];
            /** @description The status, in the words of `/api`. */
            status: components["schemas"]["Status"];
            /** @description The customer, or the staff member who placed the order for a guest. */
            user_id: components["schemas"]["UserId"];
            user_name?: components["schemas"]["GuestDetail"] | null;
        };
        /** @description The business of an owner. */
        BizInfo: {
            /** @description The name of the business. */
            biz_name: components["schemas"]["Name"];
            /** @description The id of the business, which is also the id at `/socket/biz/{id}`. */
            id: components["schemas"]["BusinessId"];
            /**
             * @description Always `biz`.
             * @example biz
             */
            role: string;
        };
        /** @description A business, as shown to everyone. */
        Business: {
            /** @description How pending orders are accepted. */
            acceptance: components["schemas"]["Acceptance"];
            /** @description The currency of the business's prices. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description Cancellation window, in seconds: the time after which a pending order is accepted automatically. Until then, the customer
             *     can cancel it, unless the business accepts or rejects it earlier. Not used if `acceptance` is `manual`.
             */
            grace_seconds: number;
            /** @description The id of the business. It never changes. */
            id: components["schemas"]["BusinessId"];
            /** @description How accepted orders are prepared. */
            kitchen: components["schemas"]["KitchenMode"];
            /** @description The name that customers see. */
            name: components["schemas"]["Name"];
            /** @description `true` while the business takes orders. */
            open: boolean;
            /** @description The time zone in which the business's days begin and end. */
            timezone: components["schemas"]["Timezone"];
        };
        /** @description A change to a business's settings. Omitted fields stay unchanged. */
        BusinessChange: {
            acceptance?: components["schemas"]["Acceptance"] | null;
            currency?: components["schemas"]["Currency"] | null;
            expected_currency?: components["schemas"]["Currency"] | null;
            /**
             * Format: int64
             * @description Cancellation window, in seconds: 0 to 3600.
             */
            grace_seconds?: number | null;
            kitchen?: components["schemas"]["KitchenMode"] | null;
            name?: components["schemas"]["Name"] | null;
            /** @description `true` while the business takes orders. */
            open?: boolean | null;
            price_conversion_rate?: components["schemas"]["ConversionRate"] | null;
            timezone?: components["schemas"]["Timezone"] | null;
        };
        /**
         * Format: uuid
         * @description The id of a business.
         */
        BusinessId: string;
        /** @description The login of an owner. `username` can also be sent as `biz_name`, `e_name` or `email`, and `password` as `e_password`. */
        BusinessLogin: {
            /**
             * Format: password
             * @description The password.
             */
            password: string;
            /** @description The owner's username or email address. */
            username: string;
        };
        /** @description A business with the current load of its kitchen. */
        BusinessWithLoad: components["schemas"]["Business"] & {
            /** @description The load of the kitchen. */
            load: components["schemas"]["LoadLevel"];
            /**
             * Format: int64
             * @description Seconds until an order placed now would be ready; `null` if staff accept or prepare the orders, or if no kitchen worker is
             *     alive.
             */
            wait_seconds?: number | null;
        };
        /** @description The order to cancel. */
        Cancellation: {
            /** @description The id or number of the order. The field may also be named `o_id`. */
            order_id: components["schemas"]["OrderRef"];
        };
        /**
         * @description The section of the menu that an item belongs to: at most 60 characters.
         * @example Pizza
         */
        Category: string;
        /**
         * Format: int64
         * @description A non-negative amount in the currency's minor unit (cents).
         * @example 1250
         */
        Cents: number;
        /** @description The state of one dependency. */
        Check: {
            /** @description The engine of the database, the state of the broker or of the clock, or a description of the problem. */
            detail: string;
            /** @description `true` if the dependency is available. */
            ok: boolean;
        };
        /**
         * @description A command that changes an order.
         * @enum {string}
         */
        Command: "accept" | "reject" | "cancel" | "start" | "complete" | "hand-over";
        /** @description An order of a food ordering client or of the order queue client. */
        CompatOrder: components["schemas"]["SingleItemOrder"] | {
            /** @description The items. Repeat an item to order several portions. */
            item_ids: components["schemas"]["ItemRef"][];
            /** @description The expected total price. If the actual total differs, the order is not placed. */
            total_amount: components["schemas"]["Amount"];
            /** @description The id or username of the customer. If staff place the order, the name of the guest. */
            user_id: string;
        };
        /** @description An order of a food ordering client or of the order queue client, or a list of orders of one item each. */
        CompatOrders: components["schemas"]["CompatOrder"] | components["schemas"]["SingleItemOrder"][];
        /** @description The placed order, in the format of the client. */
        CompatPlacedOrder: components["schemas"]["FoodOrder"] | components["schemas"]["FoodOrder"][] | components["schemas"]["QueuedOrder"];
        /**
         * Format: double
         * @description A positive factor between two currencies: a price of 12.50 EUR times 0.33 is 4.125 KWD.
         * @example 0.33
         */
        ConversionRate: number;
        /**
         * @description An ISO 4217 currency code. Past sales may be in a currency that has been withdrawn since.
         * @example EUR
         */
        Currency: string;
        /** @description A currency that a business can use for its prices. */
        CurrencyInfo: {
            /** @description The ISO 4217 code. */
            code: components["schemas"]["Currency"];
            /**
             * Format: int32
             * @description Number of decimals of an amount in the major unit.
             * @example 2
             */
            decimals: number;
            /**
             * @description The English name.
             * @example Euro
             */
            name: string;
        };
        /** @description The currencies in which prices can be set. */
        CurrencyList: {
            /** @description The currencies, by code. */
            data: components["schemas"]["CurrencyInfo"][];
            /** @description Always `null`, because the list has one page. */
            next_cursor?: string | null;
        };
        /**
         * Format: date
         * @description A calendar date in a business's time zone. Databases store it as the number `yyyymmdd`, such as 20261121.
         * @example 2026-11-21
         */
        Day: string;
        /** @description Totals of the orders that were completed on one day. Durations are `null` if there were no orders. */
        DaySummary: {
            /**
             * Format: double
             * @description Mean time from the start of preparation to completion.
             */
            average_preparation_seconds?: number | null;
            /**
             * Format: double
             * @description Mean time from placement to the start of preparation.
             */
            average_waiting_seconds?: number | null;
            date: components["schemas"]["Day"];
            /** Format: int64 */
            orders: number;
            /**
             * Format: double
             * @description 95th percentile of the preparation time, with a relative error of at most 1/32.
             */
            p95_preparation_seconds?: number | null;
            /**
             * Format: double
             * @description 95th percentile of the waiting time, with a relative error of at most 1/32.
             */
            p95_waiting_seconds?: number | null;
            /** Format: int64 */
            revenue_cents: number;
        };
        /** @description A kitchen message that could not be processed. All fields except `reason` are `null` if the message cannot be decoded. */
        DeadLetter: {
            /** @description The body of the message. */
            body?: Record<string, never> | null;
            /**
             * Format: uuid
             * @description The id of the event. Use it to replay the message.
             */
            id?: string | null;
            kind?: components["schemas"]["RecordedKind"] | null;
            occurred_at?: components["schemas"]["Timestamp"] | null;
            order_id?: components["schemas"]["OrderId"] | null;
            order_number?: components["schemas"]["OrderNumber"] | null;
            /** @description The reason why the message is a dead letter. */
            reason: string;
        };
        /** @description The dead letters. */
        DeadLetterPage: {
            /** @description At most 100 dead letters, oldest first. */
            data: components["schemas"]["DeadLetter"][];
            /** @description Always `null`: there is a single page. */
            next_cursor?: string | null;
        };
        /**
         * Format: double
         * @description An amount in the currency's major unit. It serializes as a JSON number with exactly its digits and no trailing zeros.
         * @example 250.75
         */
        Decimal: number;
        /** @description The description of an item: at most 2,000 characters. */
        Description: string;
        /** @description The result of a request that returns nothing else. */
        Done: {
            /** @description A sentence for the user, or `success`. */
            message: string;
        };
        /**
         * @description An email address. Converted to lower case and Unicode NFKC. Only the format is checked, not whether the address exists.
         * @example dana@example.com
         */
        Email: string;
        /** @description The estimated time until an order is ready. */
        Estimate: {
            /**
             * Format: int64
             * @description Number of orders, also of other businesses, that kitchen workers start before this one.
             */
            ahead: number;
            /**
             * Format: int64
             * @description Seconds until the order is ready.
             */
            ready_in_seconds: number;
        };
        /** @description A change of an order, with the order as it was right after the change. */
        Event: {
            /** @description The author of the change. */
            actor: components["schemas"]["Actor"];
            /** @description The id of the event: the same in the audit trail, in messages and in frames. */
            id: components["schemas"]["EventId"];
            /** @description The kind of the change. */
            kind: components["schemas"]["EventKind"];
            /** @description Time of the change. */
            occurred_at: components["schemas"]["Timestamp"];
            /** @description The order right after the change. `order.version` increases by one with each change. */
            order: components["schemas"]["Order"];
            /** @description The W3C trace context of the change. */
            traceparent?: string | null;
        };
        /**
         * Format: uuid
         * @description The id of an event.
         */
        EventId: string;
        /**
         * @description The kind of a change of an order. It is also the routing key of the event.
         * @enum {string}
         */
        EventKind: "order.placed" | "order.accepted" | "order.processing" | "order.completed" | "order.cancelled" | "order.rejected" | "order.handed_over";
        /** @description A problem with one field of a request. */
        FieldError: {
            /** @description The path of the field: `items[0].quantity`. */
            field: string;
            /** @description The problem, phrased to follow the name of the field. */
            message: string;
        };
        /**
         * @description An order. The food ordering clients support one item per order: `menu_id`, `menu` and `quantity` describe the first line, and
         *     `items` lists all lines.
         */
        FoodOrder: {
            /** @description The business. */
            biz_id: components["schemas"]["BusinessId"];
            /** @description Name of the business when the order was placed. */
            biz_name: string;
            /** @description The currency of all prices. */
            currency: components["schemas"]["Currency"];
            /** @description Equal to `biz_id`. */
            e_id: components["schemas"]["BusinessId"];
            /** @description The id of the order. */
            id: components["schemas"]["OrderId"];
            /** @description All lines. */
            items: components["schemas"]["FoodOrderLine"][];
            /** @description Equal to `menu_id`. */
            m_id: components["schemas"]["ItemId"];
            /** @description The item of the first line. */
            menu: components["schemas"]["OrderedItem"];
            /** @description The item of the first line. */
            menu_id: components["schemas"]["ItemId"];
            /** @description The human-readable order number. */
            number: components["schemas"]["OrderNumber"];
            /** @description Equal to `id`. */
            o_id: components["schemas"]["OrderId"];
            /** @description Equal to `state`. */
            o_state: components["schemas"]["Status"];
            /** @description Time at which the order was placed. */
            placed_at: components["schemas"]["Timestamp"];
            /** @description Number of portions of the first line. */
            quantity: components["schemas"]["Quantity"];
            /** @description The reason for the cancellation or rejection. */
            reason?: string | null;
            /** @description The status. */
            state: components["schemas"]["Status"];
            /** @description Total price. */
            total: components["schemas"]["Decimal"];
            /** @description Equal to `user_id`. */
            u_id: components["schemas"]["UserId"];
            /** @description The customer, or the staff member who placed the order for a guest. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description One line of an order. */
        FoodOrderLine: {
            /** @description The item. */
            menu_id: components["schemas"]["ItemId"];
            /** @description Name of the item when it was ordered. */
            name: string;
            /** @description Price of one portion. */
            price: components["schemas"]["Decimal"];
            /** @description Number of portions. */
            quantity: components["schemas"]["Quantity"];
        };
        /**
         * @description The status of an order, in the words of the web app of the food ordering systems, which shows any other word as completed.
         * @enum {string}
         */
        FoodOrderState: "waiting" | "pending" | "complate" | "cancelled" | "rejected";
        /** @description The contact on an order, as entered by the customer or by staff. */
        Guest: {
            /** @default null */
            name?: components["schemas"]["GuestDetail"] | null;
            /** @default null */
            phone?: components["schemas"]["GuestDetail"] | null;
            /** @default null */
            table?: components["schemas"]["GuestDetail"] | null;
        };
        /** @description A contact detail of a guest: at most 200 characters. */
        GuestDetail: string;
        /** @description The readiness of a service. */
        Health: {
            /** @description The dependencies by name: `database`, `broker`, `clock`. A clock that differs from the database's is corrected. */
            checks: {
                [key: string]: components["schemas"]["Check"];
            };
            /**
             * @description `ok` or `degraded`.
             * @example ok
             */
            status: string;
        };
        /** @description The complete history of an order. */
        History: {
            /** @description The events, oldest first. */
            data: components["schemas"]["Event"][];
            /** @description Always `null`: there is a single page. */
            next_cursor?: string | null;
        };
        /** @description Totals of the orders that were completed in one hour of the day, summed over all days. */
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
         * @description The URL of a picture: an absolute `https` URL, or a path below `/images/` of this installation. The server never
         *     fetches it.
         * @example /images/margherita.jpg
         */
        ImageUrl: string;
        /**
         * @description A row that processing skips until it is repaired. Other rows are processed, except that later events about the same order,
         *     item or business wait for an event that cannot be decoded.
         */
        IsolatedRow: {
            /** @description The error, for operators. */
            error: string;
            /** @description Time at which the row was first skipped. */
            found_at: components["schemas"]["Timestamp"];
            /**
             * Format: uuid
             * @description The id of the row.
             */
            id: string;
            /** @description The reason why the row is isolated. */
            reason: components["schemas"]["IsolationReason"];
            /** @description Time at which the row was last reported. A process reports a row at most once per hour. */
            seen_at: components["schemas"]["Timestamp"];
            /** @description The table. */
            table: components["schemas"]["IsolatedTable"];
        };
        /** @description The isolated rows. */
        IsolatedRowPage: {
            /** @description At most 100 rows, the most recently reported first. */
            data: components["schemas"]["IsolatedRow"][];
            /** @description Always `null`: there is a single page. */
            next_cursor?: string | null;
        };
        /**
         * @description A table whose rows can be isolated.
         * @enum {string}
         */
        IsolatedTable: "orders" | "events" | "items" | "businesses" | "users" | "reports";
        /**
         * @description The reason why a row is isolated.
         * @enum {string}
         */
        IsolationReason: "undecodable" | "rejected";
        /** @description A menu item. */
        Item: {
            /** @description `false` marks the item as sold out, regardless of its stock. */
            available: boolean;
            /** @description The business whose menu the item is on. */
            business_id: components["schemas"]["BusinessId"];
            /** @description The section of the menu. */
            category: components["schemas"]["Category"];
            /** @description The currency of the business. */
            currency: components["schemas"]["Currency"];
            /** @description The description of the item. */
            description: components["schemas"]["Description"];
            /** @description The id of the item. It never changes. */
            id: components["schemas"]["ItemId"];
            image_url?: components["schemas"]["ImageUrl"] | null;
            /** @description The name of the item. */
            name: components["schemas"]["ItemName"];
            /**
             * Format: int64
             * @description A short, human-readable number (101, 102, …), unique in the installation.
             */
            number: number;
            /** @description Price of one portion, in the currency's minor unit. */
            price_cents: components["schemas"]["Cents"];
            /**
             * Format: int64
             * @description Number of portions in stock. Never negative.
             */
            stock_quantity: number;
            /**
             * Format: int64
             * @description The version of the item, which increases with every change except those of the stock. It is the item's `ETag`.
             */
            version: number;
        };
        /** @description An edit of an item. Omitted fields stay unchanged. */
        ItemChange: {
            /** @description `false` marks the item as sold out. */
            available?: boolean | null;
            category?: components["schemas"]["Category"] | null;
            description?: components["schemas"]["Description"] | null;
            image_url?: components["schemas"]["ImageUrl"] | null;
            name?: components["schemas"]["ItemName"] | null;
            price_cents?: components["schemas"]["Price"] | null;
        };
        /**
         * Format: uuid
         * @description The id of an item.
         */
        ItemId: string;
        /**
         * @description The name of an item: 1 to 200 characters.
         * @example Margherita
         */
        ItemName: string;
        /** @description The id of an item, or its number, such as 101. */
        ItemRef: string | number;
        /**
         * @description How accepted orders are prepared.
         * @enum {string}
         */
        KitchenMode: "automatic" | "manual";
        /** @description The kitchen workers and their queue, shared by all businesses. */
        KitchenView: {
            /**
             * Format: int64
             * @description Number of orders that the workers are preparing.
             */
            busy: number;
            /**
             * Format: int64
             * @description Seconds since the acceptance of the accepted order that has waited longest for a kitchen worker; `null` if no order waits.
             */
            oldest_wait_seconds?: number | null;
            /**
             * Format: double
             * @description Recent mean preparation time, in seconds; `null` if no worker is alive.
             */
            prep_seconds?: number | null;
            /**
             * Format: int64
             * @description Number of accepted orders waiting for a worker.
             */
            queue_depth: number;
            /**
             * Format: int64
             * @description Maximum number of orders that the workers prepare concurrently.
             */
            slots: number;
            /** @description The workers with a heartbeat in the last 15 s. */
            workers: components["schemas"]["KitchenWorker"][];
        };
        /** @description A kitchen worker, according to its last heartbeat. */
        KitchenWorker: {
            /** @description Time of the last heartbeat. */
            beat_at: components["schemas"]["Timestamp"];
            /**
             * Format: int64
             * @description Number of orders that the worker is preparing.
             */
            busy: number;
            /**
             * Format: uuid
             * @description The id of the worker.
             */
            id: string;
            /** @description The configured name, or the host name and process id. */
            name: string;
            /**
             * Format: int64
             * @description Maximum number of orders that the worker prepares concurrently.
             */
            slots: number;
        };
        /** @description 1 to 999, as a number or a string. */
        LenientQuantity: number | string;
        /** @description 0 to 1,000,000, as a number or a string. */
        LenientStock: number | string;
        /**
         * @description The load of a business's kitchen. All automatic kitchens share the kitchen workers and their queue.
         * @enum {string}
         */
        LoadLevel: "quiet" | "busy" | "packed";
        /** @description Login credentials: a username or email address, and a password. */
        Login: {
            /** @description The email address, instead of a username. */
            email?: string | null;
            /**
             * Format: password
             * @description The password.
             */
            password: string;
            /** @description The username or email address. */
            username?: string | null;
        };
        /** @description An item, or an array of items. */
        MenuEntries: components["schemas"]["MenuEntry"] | components["schemas"]["MenuEntry"][];
        /**
         * @description The desired state of an item. An entry with an id edits that item. An entry without an id edits the item on the menu with its
         *     name, or creates an item. Omitted fields stay unchanged. A field can have several names, which may all be sent if their values
         *     are equal. Only `id` and `menu_id` must not be sent together.
         */
        MenuEntry: {
            biz_id?: components["schemas"]["BusinessId"] | null;
            currency?: components["schemas"]["Currency"] | null;
            id?: components["schemas"]["ItemRef"] | null;
            /** @description The URL of a picture. An empty string means no picture. */
            image_url?: string | null;
            m_id?: components["schemas"]["ItemRef"] | null;
            /** @description Equal to `image_url`. */
            m_img_url?: string | null;
            m_instore?: components["schemas"]["LenientStock"] | null;
            m_name?: components["schemas"]["ItemName"] | null;
            m_price?: components["schemas"]["Amount"] | null;
            name?: components["schemas"]["ItemName"] | null;
            /**
             * Format: int64
             * @description The number of the item, as in the response. It cannot be changed.
             */
            number?: number | null;
            price?: components["schemas"]["Amount"] | null;
            stock?: components["schemas"]["LenientStock"] | null;
            stock_quantity?: components["schemas"]["LenientStock"] | null;
        };
        /** @description An item. Some fields have two names, with equal values. */
        MenuItem: {
            /** @description The business that the item belongs to. */
            biz_id: components["schemas"]["BusinessId"];
            /** @description The currency of the price. */
            currency: components["schemas"]["Currency"];
            /** @description The id of the item. */
            id: components["schemas"]["ItemId"];
            image_url?: components["schemas"]["ImageUrl"] | null;
            /** @description Equal to `id`. */
            m_id: components["schemas"]["ItemId"];
            m_img_url?: components["schemas"]["ImageUrl"] | null;
            /**
             * Format: int64
             * @description Equal to `stock_quantity`.
             */
            m_instore: number;
            /** @description Equal to `name`. */
            m_name: components["schemas"]["ItemName"];
            /** @description Equal to `price`. */
            m_price: components["schemas"]["Decimal"];
            /** @description The name of the item. */
            name: components["schemas"]["ItemName"];
            /**
             * Format: int64
             * @description Short number for people: 101, 102, …
             */
            number: number;
            /** @description Price of one portion. */
            price: components["schemas"]["Decimal"];
            /**
             * Format: int64
             * @description Number of portions in stock.
             */
            stock_quantity: number;
        };
        /** @description An item, or an array of items in the order of the request. */
        MenuItems: components["schemas"]["MenuItem"] | components["schemas"]["MenuItem"][];
        /** @description An order. */
        MiniOrder: {
            /** @description Time at which the order was placed. */
            created_at: components["schemas"]["Timestamp"];
            /** @description The currency of all prices. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description The digits of the order's number.
             */
            id: number;
            /** @description The lines of the order. */
            items: components["schemas"]["MiniOrderLine"][];
            /** @description The human-readable order number. */
            number: components["schemas"]["OrderNumber"];
            /** @description The id of the order at `/api/orders`. */
            order_id: components["schemas"]["OrderId"];
            /** @description The status of the order. */
            status: components["schemas"]["MiniOrderStatus"];
            /** @description Total price. */
            total_amount: components["schemas"]["Decimal"];
            /** @description The customer, or the staff member who placed the order for a guest. */
            user_id: components["schemas"]["UserId"];
        };
        /** @description One line of an order. */
        MiniOrderLine: {
            /** @description The id of the item at `/api/items`. */
            item_id: components["schemas"]["ItemId"];
            /** @description Name of the item when it was ordered. */
            name: string;
            /** @description Price of one portion. */
            price: components["schemas"]["Decimal"];
            /**
             * Format: int64
             * @description The number of the item.
             */
            product_id: number;
            /** @description Number of portions. */
            quantity: components["schemas"]["Quantity"];
        };
        /** @description A registration. */
        MiniOrderRegistration: {
            /** @description The password. */
            password: components["schemas"]["Password"];
            /** @description `customer`, or `admin` for the owner of a new business. */
            role: components["schemas"]["MiniOrderRole"];
            /** @description The login name. */
            username: components["schemas"]["Username"];
        };
        /**
         * @description The role of an account.
         * @enum {string}
         */
        MiniOrderRole: "admin" | "customer";
        /** @description The account, logged in. */
        MiniOrderSession: {
            /** @description A JWT, to be sent as `Authorization: Bearer …`. */
            access_token: string;
            business_id?: components["schemas"]["BusinessId"] | null;
            /**
             * Format: int64
             * @description Seconds until the access token expires.
             */
            expires_in: number;
            /** @description The id of the account. */
            id: components["schemas"]["UserId"];
            /** @description Can be exchanged once for a new pair of tokens, within 30 days. */
            refresh_token: string;
            /** @description The role of the account. */
            role: components["schemas"]["MiniOrderRole"];
            /**
             * @description Always `bearer`.
             * @example bearer
             */
            token_type: string;
            /** @description The login name, in lower case. */
            username: components["schemas"]["Username"];
        };
        /**
         * @description The status of an order.
         * @enum {string}
         */
        MiniOrderStatus: "PENDING" | "CONFIRMED" | "PROCESSING" | "COMPLETED" | "CANCELLED" | "REJECTED";
        /**
         * @description The name of a person or a business: 1 to 200 characters.
         * @example Dana
         */
        Name: string;
        /** @description A request to add an item to a menu. */
        NewItem: {
            /** @description `false` marks the item as sold out, regardless of its stock. Defaults to `true`. */
            available?: boolean | null;
            category?: components["schemas"]["Category"] | null;
            description?: components["schemas"]["Description"] | null;
            expected_currency?: components["schemas"]["Currency"] | null;
            image_url?: components["schemas"]["ImageUrl"] | null;
            /** @description The name of the item. */
            name: components["schemas"]["ItemName"];
            /** @description Price of one portion, in the minor unit of the business's currency. */
            price_cents: components["schemas"]["Price"];
            /**
             * Format: int64
             * @description Number of portions in stock: 0 to 1,000,000. Defaults to 0.
             */
            stock_quantity?: number;
        };
        /** @description A request to place an order. */
        NewMiniOrder: {
            /** @description 1 to 50 lines with products of the same business. Lines with the same product are merged. */
            items: components["schemas"]["NewMiniOrderLine"][];
        };
        /** @description One line of an order. */
        NewMiniOrderLine: {
            /** @description The product. */
            product_id: components["schemas"]["ItemRef"];
            /** @description Number of portions. */
            quantity: components["schemas"]["LenientQuantity"];
        };
        /** @description A new product. */
        NewProduct: {
            /** @description The name of the item. */
            name: components["schemas"]["ItemName"];
            /** @description Price of one portion, in the currency of the business. */
            price: components["schemas"]["Amount"];
            stock_quantity?: components["schemas"]["LenientStock"] | null;
        };
        /** @description A new account. */
        NewUser: {
            business_id?: components["schemas"]["BusinessId"] | null;
            email?: components["schemas"]["Email"] | null;
            /** @description The person's name. */
            name: components["schemas"]["Name"];
            /** @description The password. */
            password: components["schemas"]["Password"];
            role?: components["schemas"]["Role"] | null;
            username?: components["schemas"]["Username"] | null;
        };
        /** @description A note on an order or a line, or the reason for a command: at most 500 characters. */
        Note: string;
        /** @description An order. */
        Order: {
            accepted_at?: components["schemas"]["Timestamp"] | null;
            /** @description The business that prepares the order. */
            business_id: components["schemas"]["BusinessId"];
            /** @description Name of the business when the order was placed. */
            business_name: string;
            cancelled_at?: components["schemas"]["Timestamp"] | null;
            completed_at?: components["schemas"]["Timestamp"] | null;
            /** @description The currency of all prices. */
            currency: components["schemas"]["Currency"];
            /** @description The contact on the order. */
            customer: components["schemas"]["Guest"];
            customer_id?: components["schemas"]["UserId"] | null;
            estimate?: components["schemas"]["Estimate"] | null;
            handed_over_at?: components["schemas"]["Timestamp"] | null;
            /** @description The id of the order. It never changes. */
            id: components["schemas"]["OrderId"];
            /** @description The lines of the order. */
            lines: components["schemas"]["OrderLine"][];
            note?: components["schemas"]["Note"] | null;
            /** @description The human-readable order number. */
            number: components["schemas"]["OrderNumber"];
            /** @description How the customer receives the order. */
            order_type: components["schemas"]["OrderType"];
            /** @description Time at which the order was placed. */
            placed_at: components["schemas"]["Timestamp"];
            /** @description The account that placed the order. */
            placed_by: components["schemas"]["UserId"];
            processing_at?: components["schemas"]["Timestamp"] | null;
            /** @description The reason for the cancellation or rejection. */
            reason?: string | null;
            /** @description The current status. */
            status: components["schemas"]["Status"];
            /** @description Total price, in the currency's minor unit. */
            total_cents: components["schemas"]["Cents"];
            /**
             * Format: int64
             * @description The version of the order, which increases by one with every change. It is used to detect concurrent changes and to sort
             *     the events of this order.
             */
            version: number;
        };
        /** @description Number of orders by status: all live orders, and the finished orders that were placed today. */
        OrderCounts: {
            /** Format: int64 */
            accepted: number;
            /**
             * Format: int64
             * @description Number of cancelled orders that were placed since midnight UTC.
             */
            cancelled: number;
            /**
             * Format: int64
             * @description Number of completed orders that were placed since midnight UTC.
             */
            completed: number;
            /** Format: int64 */
            pending: number;
            /** Format: int64 */
            processing: number;
            /**
             * Format: int64
             * @description Number of rejected orders that were placed since midnight UTC.
             */
            rejected: number;
        };
        /**
         * Format: uuid
         * @description The id of an order.
         */
        OrderId: string;
        /** @description One line of an order: an item with its name and price at the time of the placement. Lines never change. */
        OrderLine: {
            /** @description The item. */
            item_id: components["schemas"]["ItemId"];
            /** @description Price of the whole line. */
            line_total_cents: components["schemas"]["Cents"];
            /** @description Name of the item when it was ordered. */
            name: string;
            note?: components["schemas"]["Note"] | null;
            /** @description Number of portions. */
            quantity: components["schemas"]["Quantity"];
            /** @description Price of one portion. */
            unit_price_cents: components["schemas"]["Cents"];
        };
        /** @description Counts of the orders that are visible to the account, and their mean preparation time. */
        OrderMetrics: {
            /**
             * Format: double
             * @description Mean preparation time of completed orders, in seconds; 0 if there are none. For customers, only the last 1,000 completed
             *     orders count.
             */
            average_processing_time: number;
            /**
             * Format: int64
             * @description Number of completed orders, handed over or not.
             */
            completed_orders: number;
            /**
             * Format: int64
             * @description Number of pending and accepted orders.
             */
            pending_orders: number;
            /**
             * Format: int64
             * @description Number of orders in preparation.
             */
            processing_orders: number;
            /**
             * Format: int64
             * @description Number of orders, including cancelled and rejected ones.
             */
            total_orders: number;
        };
        /**
         * @description The human-readable number of an order: `ORD1001`.
         * @example ORD1001
         */
        OrderNumber: string;
        /** @description The id of an order, or its number, such as ORD1001. */
        OrderRef: string | number;
        /**
         * @description How the customer receives the order.
         * @enum {string}
         */
        OrderType: "dine_in" | "takeaway" | "delivery";
        /** @description The new status of an order. */
        OrderUpdate: {
            /** @description The status. */
            state: components["schemas"]["RequestedState"];
        };
        /** @description An item of an order. */
        OrderedItem: {
            /** @description The id of the item. */
            id: components["schemas"]["ItemId"];
            image_url?: components["schemas"]["ImageUrl"] | null;
            /** @description Name of the item when it was ordered. */
            name: string;
            /** @description Price of one portion when it was ordered. */
            price: components["schemas"]["Decimal"];
            /**
             * Format: int64
             * @description Number of portions in stock now. `null` if the stock could not be read, and in responses to placements with an idempotency
             *     key, because a repeated request must receive the same response.
             */
            stock?: number | null;
        };
        /** @description The state of the installation. */
        Overview: {
            /**
             * Format: int64
             * @description Number of dead letters; `null` while the broker is unavailable.
             */
            dead_letters?: number | null;
            /**
             * Format: int64
             * @description Number of rows that cannot be decoded or saved. It can include rows that were repaired in the last minute.
             */
            isolated_rows: number;
            /**
             * Format: int64
             * @description Number of notifiers with a heartbeat in the last 15 s.
             */
            notifiers: number;
            /**
             * Format: int64
             * @description Age of the oldest event waiting to be published, in seconds; `null` if there is none.
             */
            oldest_outbox_seconds?: number | null;
            /**
             * Format: int64
             * @description Seconds since the acceptance of the accepted order that has waited longest for a kitchen worker; `null` if no order waits.
             */
            oldest_wait_seconds?: number | null;
            /** @description Number of orders by status. */
            orders: components["schemas"]["OrderCounts"];
            /**
             * Format: int64
             * @description Number of orders placed since midnight UTC.
             */
            orders_today: number;
            /**
             * Format: int64
             * @description Number of events waiting to be published.
             */
            outbox_depth: number;
            /**
             * Format: int64
             * @description Number of accepted orders waiting for a kitchen worker.
             */
            queue_depth: number;
            /** @description Value of today's orders by currency, excluding cancelled and rejected orders. */
            revenue_today: components["schemas"]["Revenue"][];
            /**
             * Format: int64
             * @description Number of live feed connections, according to the notifiers' heartbeats.
             */
            sockets: number;
        };
        /** @description One page of a list. */
        Page_BusinessWithLoad: {
            /** @description The entries. */
            data: (components["schemas"]["Business"] & {
                /** @description The load of the kitchen. */
                load: components["schemas"]["LoadLevel"];
                /**
                 * Format: int64
                 * @description Seconds until an order placed now would be ready; `null` if staff accept or prepare the orders, or if no kitchen worker is
                 *     alive.
                 */
                wait_seconds?: number | null;
            })[];
            /** @description The `cursor` of the next page; `null` on the last page. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Item: {
            /** @description The entries. */
            data: {
                /** @description `false` marks the item as sold out, regardless of its stock. */
                available: boolean;
                /** @description The business whose menu the item is on. */
                business_id: components["schemas"]["BusinessId"];
                /** @description The section of the menu. */
                category: components["schemas"]["Category"];
                /** @description The currency of the business. */
                currency: components["schemas"]["Currency"];
                /** @description The description of the item. */
                description: components["schemas"]["Description"];
                /** @description The id of the item. It never changes. */
                id: components["schemas"]["ItemId"];
                image_url?: components["schemas"]["ImageUrl"] | null;
                /** @description The name of the item. */
                name: components["schemas"]["ItemName"];
                /**
                 * Format: int64
                 * @description A short, human-readable number (101, 102, …), unique in the installation.
                 */
                number: number;
                /** @description Price of one portion, in the currency's minor unit. */
                price_cents: components["schemas"]["Cents"];
                /**
                 * Format: int64
                 * @description Number of portions in stock. Never negative.
                 */
                stock_quantity: number;
                /**
                 * Format: int64
                 * @description The version of the item, which increases with every change except those of the stock. It is the item's `ETag`.
                 */
                version: number;
            }[];
            /** @description The `cursor` of the next page; `null` on the last page. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_Order: {
            /** @description The entries. */
            data: {
                accepted_at?: components["schemas"]["Timestamp"] | null;
                /** @description The business that prepares the order. */
                business_id: components["schemas"]["BusinessId"];
                /** @description Name of the business when the order was placed. */
                business_name: string;
                cancelled_at?: components["schemas"]["Timestamp"] | null;
                completed_at?: components["schemas"]["Timestamp"] | null;
                /** @description The currency of all prices. */
                currency: components["schemas"]["Currency"];
                /** @description The contact on the order. */
                customer: components["schemas"]["Guest"];
                customer_id?: components["schemas"]["UserId"] | null;
                estimate?: components["schemas"]["Estimate"] | null;
                handed_over_at?: components["schemas"]["Timestamp"] | null;
                /** @description The id of the order. It never changes. */
                id: components["schemas"]["OrderId"];
                /** @description The lines of the order. */
                lines: components["schemas"]["OrderLine"][];
                note?: components["schemas"]["Note"] | null;
                /** @description The human-readable order number. */
                number: components["schemas"]["OrderNumber"];
                /** @description How the customer receives the order. */
                order_type: components["schemas"]["OrderType"];
                /** @description Time at which the order was placed. */
                placed_at: components["schemas"]["Timestamp"];
                /** @description The account that placed the order. */
                placed_by: components["schemas"]["UserId"];
                processing_at?: components["schemas"]["Timestamp"] | null;
                /** @description The reason for the cancellation or rejection. */
                reason?: string | null;
                /** @description The current status. */
                status: components["schemas"]["Status"];
                /** @description Total price, in the currency's minor unit. */
                total_cents: components["schemas"]["Cents"];
                /**
                 * Format: int64
                 * @description The version of the order, which increases by one with every change. It is used to detect concurrent changes and to sort
                 *     the events of this order.
                 */
                version: number;
            }[];
            /** @description The `cursor` of the next page; `null` on the last page. */
            next_cursor?: string | null;
        };
        /** @description One page of a list. */
        Page_User: {
            /** @description The entries. */
            data: {
                business_id?: components["schemas"]["BusinessId"] | null;
                /** @description Time of creation. */
                created_at: components["schemas"]["Timestamp"];
                email?: components["schemas"]["Email"] | null;
                /** @description The id of the account. It never changes. */
                id: components["schemas"]["UserId"];
                /** @description The person's name. */
                name: components["schemas"]["Name"];
                /** @description The role of the account. */
                role: components["schemas"]["Role"];
                /** @description The login name, in lower case. If none was chosen, the email address. */
                username: components["schemas"]["Username"];
            }[];
            /** @description The `cursor` of the next page; `null` on the last page. */
            next_cursor?: string | null;
        };
        /**
         * Format: password
         * @description A new password in plain text: at least `PASSWORD_MIN_LENGTH` (by default 8) and at most 128 characters. Converted to Unicode
         *     NFKC, so that its form does not depend on how a device composes characters.
         */
        Password: string;
        /** @description One line of an order. */
        PlaceLine: {
            /** @description The item. */
            item_id: components["schemas"]["ItemId"];
            note?: components["schemas"]["Note"] | null;
            /** @description Number of portions. */
            quantity: components["schemas"]["Quantity"];
        };
        /** @description A request to place an order. */
        PlaceOrder: {
            business_id?: components["schemas"]["BusinessId"] | null;
            customer?: components["schemas"]["Guest"] | null;
            expected_currency?: components["schemas"]["Currency"] | null;
            expected_total_cents?: components["schemas"]["Cents"] | null;
            /** @description 1 to 50 lines with items of the same business. Lines with the same item and the same note are merged. */
            items: components["schemas"]["PlaceLine"][];
            note?: components["schemas"]["Note"] | null;
            order_type?: components["schemas"]["OrderType"] | null;
        };
        /**
         * Format: int64
         * @description The price of one portion: at most 100,000,000 minor units (for EUR, one million euros). Totals may be larger.
         * @example 1250
         */
        Price: number;
        /** @description A problem document (RFC 9457), `application/problem+json`. */
        Problem: Record<string, never> & {
            /** @description An explanation of this occurrence, for the user. */
            detail: string;
            /** @description The rejected fields. */
            errors?: components["schemas"]["FieldError"][];
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description A short summary of the type. */
            title: string;
            /** @description The id of this request in the logs. */
            trace_id?: string;
            /** @description The type of the problem, such as `/problems/sold-out`. Programs can rely on it. */
            type: string;
        };
        /** @description A product: an item on the menu of a business. */
        Product: {
            /** @description `false` marks the item as sold out, regardless of its stock. */
            available: boolean;
            /** @description The business that the item belongs to. */
            business_id: components["schemas"]["BusinessId"];
            /** @description The currency of the price. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description The number of the item: 101, 102, …
             */
            id: number;
            /** @description The id of the item at `/api/items`. */
            item_id: components["schemas"]["ItemId"];
            /** @description The name of the item. */
            name: components["schemas"]["ItemName"];
            /** @description Price of one portion. */
            price: components["schemas"]["Decimal"];
            /**
             * Format: int64
             * @description Number of portions in stock.
             */
            stock_quantity: number;
        };
        /** @description The sales by item. */
        ProductReport: {
            /** @description The currency of all amounts. */
            currency: components["schemas"]["Currency"];
            data: components["schemas"]["ProductSales"][];
            end_date: components["schemas"]["Day"];
            start_date: components["schemas"]["Day"];
            /** Format: int64 */
            total_quantity: number;
            /** Format: int64 */
            total_revenue_cents: number;
        };
        /** @description The sales of one item. */
        ProductSales: {
            /** @description The business that the item belongs to. */
            business_id: components["schemas"]["BusinessId"];
            category: components["schemas"]["Category"];
            currency: components["schemas"]["Currency"];
            item_id: components["schemas"]["ItemId"];
            /** @description The current name of the item, even if it was removed from the menu. */
            name: components["schemas"]["ItemName"];
            /** Format: int64 */
            number: number;
            /** Format: int64 */
            quantity: number;
            /**
             * Format: int64
             * @description The revenue, at the prices at which the items were ordered.
             */
            revenue_cents: number;
        };
        /**
         * Format: int64
         * @description The quantity of one order line: 1 to 999.
         */
        Quantity: number;
        /**
         * @description The status of an order.
         * @enum {string}
         */
        QueueStatus: "Pending" | "Processing" | "Completed" | "Cancelled" | "Rejected";
        /** @description An order. */
        QueuedOrder: {
            /** @description The number of the order. */
            order_id: components["schemas"]["OrderNumber"];
            /** @description The status of the order. */
            order_status: components["schemas"]["QueueStatus"];
        };
        /** @description The reason for a command. */
        Reason: {
            /** @default null */
            reason?: components["schemas"]["Note"] | null;
        };
        /**
         * @description The kind of a recorded event: an [`EventKind`], a [`MenuEventKind`], or a kind that only a newer version knows. Relays
         *     forward all kinds, and notifiers all kinds of events about orders, so that versions can run side by side.
         * @example order.completed
         */
        RecordedKind: string;
        /** @description A refresh token. */
        Refresh: {
            /** @description The refresh token from the login or from the last refresh. */
            refresh_token: string;
        };
        /** @description A registration. */
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
        /**
         * @description The new status, in the words of the food ordering app or of `/api`.
         * @enum {string}
         */
        RequestedState: "pending" | "accepted" | "processing" | "complate" | "complete" | "completed" | "cancelled" | "rejected";
        /** @description The revenue in one currency. */
        Revenue: {
            /** @description The currency. */
            currency: components["schemas"]["Currency"];
            /**
             * Format: int64
             * @description The revenue in minor units.
             */
            revenue_cents: number;
        };
        /**
         * @description The role of an account.
         * @enum {string}
         */
        Role: "customer" | "business" | "waiter" | "admin";
        /** @description A session: an account and its tokens. */
        Session: {
            /** @description A JWT, to be sent as `Authorization: Bearer …`. */
            access_token: string;
            /**
             * Format: int64
             * @description Seconds until the access token expires.
             */
            expires_in: number;
            /** @description Can be exchanged once for a new pair of tokens, within 30 days. */
            refresh_token: string;
            /** @description The role of the account. */
            role: components["schemas"]["Role"];
            /**
             * @description Always `bearer`.
             * @example bearer
             */
            token_type: string;
            /** @description The account. */
            user: components["schemas"]["User"];
        };
        /** @description An order of one item. */
        SingleItemOrder: {
            /** @description The item. The field may also be named `m_id`. */
            menu_id: components["schemas"]["ItemRef"];
            /** @description Number of portions. */
            quantity: components["schemas"]["LenientQuantity"];
            /** @description The id or username of the customer. If staff place the order, the name of the guest. The field may also be named `u_id`. */
            user_id?: string | null;
        };
        /** @description An order, or a list of orders. */
        SingleItemOrders: components["schemas"]["SingleItemOrder"] | components["schemas"]["SingleItemOrder"][];
        /**
         * @description The status of an order.
         * @enum {string}
         */
        Status: "pending" | "accepted" | "processing" | "completed" | "cancelled" | "rejected";
        /** @description A change to an item's stock. */
        StockChange: {
            /**
             * Format: int64
             * @description Number of portions to add, or to remove if negative.
             * @example 20
             */
            delta: number;
        };
        /** @description Orders, revenue and durations by day and by hour. */
        SummaryReport: {
            /** @description The currency of all amounts. */
            currency: components["schemas"]["Currency"];
            /** @description All days, including those without orders. */
            days: components["schemas"]["DaySummary"][];
            /** @description All hours, including those without orders. */
            hours: components["schemas"]["HourSummary"][];
            timezone?: components["schemas"]["Timezone"] | null;
        };
        /**
         * Format: date-time
         * @description An instant in UTC with millisecond precision. JSON and all databases keep this precision.
         * @example 2026-11-21T18:30:00.000Z
         */
        Timestamp: string;
        /**
         * @description The name of a time zone in the IANA database, such as `Europe/Paris`.
         * @example Europe/Paris
         */
        Timezone: string;
        /** @description The stock of an item. */
        UpdatedStock: {
            /** @description The item. */
            menu_id: components["schemas"]["ItemId"];
            /**
             * Format: int64
             * @description Number of portions in stock.
             */
            stock_quantity: number;
        };
        /** @description An account, without its password. */
        User: {
            business_id?: components["schemas"]["BusinessId"] | null;
            /** @description Time of creation. */
            created_at: components["schemas"]["Timestamp"];
            email?: components["schemas"]["Email"] | null;
            /** @description The id of the account. It never changes. */
            id: components["schemas"]["UserId"];
            /** @description The person's name. */
            name: components["schemas"]["Name"];
            /** @description The role of the account. */
            role: components["schemas"]["Role"];
            /** @description The login name, in lower case. If none was chosen, the email address. */
            username: components["schemas"]["Username"];
        };
        /**
         * Format: uuid
         * @description The id of an account.
         */
        UserId: string;
        /** @description An account. */
        UserInfo: {
            /** @description The id of the account. For customers, it is also the id at `/socket/user/{id}`. */
            id: components["schemas"]["UserId"];
            /** @description The person's name. */
            name: components["schemas"]["Name"];
            /**
             * @description Always `user`.
             * @example user
             */
            role: string;
            /** @description The login name. */
            user_name: components["schemas"]["Username"];
        };
        /** @description A login. `username` can also be sent as `u_name` or `email`, and `password` as `u_password`. */
        UserLogin: {
            /**
             * Format: password
             * @description The password.
             */
            password: string;
            /** @description The username or email address. */
            username: string;
        };
        /**
         * @description A login name of 3 to 64 characters: letters of one script, digits, `.`, `_`, `-` and `+`. Converted to lower case and
         *     Unicode NFKC. For an account without a chosen name, its email address.
         * @example dana
         */
        Username: string;
        /** @description The account of a valid access token. */
        Verified: {
            /** @description Time at which the token expires. */
            expires_at: components["schemas"]["Timestamp"];
            /** @description The account. */
            user: components["schemas"]["User"];
            /** @description Always `true`. An invalid token is answered with 401. */
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Incorrect username or password */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many failed logins */
            429: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description The body is malformed or incomplete */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description A new pair of tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The token is invalid, expired or used */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Accounts of this role cannot be registered */
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
            /** @description The username or email address is taken */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description The token is valid */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verified"];
                };
            };
            /** @description The token is invalid or expired */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description A part of the name. Accents, case and Unicode composition are ignored. */
                q?: string;
                /** @description Maximum number of entries: 1 to 100. Defaults to 20. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. */
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
                    "application/json": components["schemas"]["Page_BusinessWithLoad"];
                };
            };
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the business */
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
                    "application/json": components["schemas"]["BusinessWithLoad"];
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the business */
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
                    "application/json": components["schemas"]["BusinessWithLoad"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such business, or not visible to you */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description Maximum number of entries: 1 to 100. Defaults to 20. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The id of the business */
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
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    businesses_currencies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All currencies */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CurrencyList"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description The dead letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            /** @description Login required */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The broker is unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the dead letter */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message is in the kitchen queue */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Login required */
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
            /** @description No such dead letter */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The order does not exist */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The broker is unavailable */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    kitchen_isolated_rows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The isolated rows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IsolatedRowPage"];
                };
            };
            /** @description Login required */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the item */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The ETag of the version that the client knows */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The id of the item */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item is removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Login required */
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
            /** @description No such item, or not on your menu */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The item was edited by someone else */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The ETag of the version that the client knows */
                "If-Match"?: string | null;
            };
            path: {
                /** @description The id of the item */
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such item, or not on your menu */
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
            /** @description The item was edited by someone else */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the item */
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such item, or not on your menu */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description The kitchen workers and their queue */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KitchenView"];
                };
            };
            /** @description Login required */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                 * @description Statuses, separated by commas. Defaults to all statuses.
                 * @example pending,accepted
                 */
                status?: string;
                /** @description `true`: only orders that were handed over. `false`: only orders that were not. Defaults to both. */
                handed_over?: boolean;
                /** @description The sort order. Defaults to `newest`, which a search with `q` requires. */
                order?: "newest" | "oldest";
                /** @description Earliest time of placement, inclusive. */
                from?: components["schemas"]["Timestamp"];
                /** @description Latest time of placement, exclusive. */
                to?: components["schemas"]["Timestamp"];
                /**
                 * @description An order number in any notation (`1101`, `#1101`, `ORD-1101`), the beginnings of words in the guest's name or in the
                 *     table, or at least three consecutive digits of the phone number. Accents, case and Unicode composition are ignored.
                 */
                q?: string;
                /** @description Maximum number of entries: 1 to 100. Defaults to 20. */
                limit?: number;
                /** @description The `next_cursor` of the previous page, which must have been requested with the same `order`. */
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
            /** @description Login required */
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
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description Identifies the request: a repetition within 24 hours places no second order */
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description Sold out, closed, or the price has changed; or the first request with this key is still in progress */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the order, or its number, such as ORD1001 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The current order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the order, or its number, such as ORD1001 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events of the order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["History"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the order, or its number, such as ORD1001 */
                id: string;
                /** @description The command */
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
            /** @description The order after the command */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Order"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
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
            /** @description The status of the order does not allow the command */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description Orders, queues and dead letters */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description Login required */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The first day, in the business's time zone. Defaults to six days before the last day. */
                start_date?: components["schemas"]["Day"];
                /** @description The last day, inclusive. Defaults to today. */
                end_date?: components["schemas"]["Day"];
                /** @description The sort key. Defaults to `revenue`. */
                sort?: "quantity" | "revenue" | "name";
                /** @description The sort direction. Defaults to `asc` for names and `desc` otherwise. */
                direction?: "asc" | "desc";
                /**
                 * @description The currency of the sales. Defaults to the current currency of the business. Required for a report over all businesses if
                 *     there are sales in several currencies.
                 */
                currency?: components["schemas"]["Currency"];
                /** @description The business. Admins who omit it get a report over all businesses. */
                business_id?: components["schemas"]["BusinessId"];
                /**
                 * @description `true` returns a CSV file for spreadsheets, regardless of `Accept`. The file has a UTF-8 byte order mark, and texts that a
                 *     spreadsheet would convert to numbers, dates or truth values begin with an apostrophe.
                 */
                download?: boolean;
                /** @description The notation of amounts in a download. With `comma`, the cells are separated by semicolons. Defaults to `point`. */
                decimal_separator?: "point" | "comma";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sales by item */
            200: {
                headers: {
                    /** @description The name of the file */
                    "Content-Disposition"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProductReport"];
                    "text/csv; charset=utf-8; header=present": string;
                };
            };
            /** @description Login required */
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
            /** @description No such business, or not visible to you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The first day, in the business's time zone. Defaults to six days before the last day. */
                start_date?: components["schemas"]["Day"];
                /** @description The last day, inclusive. Defaults to today. */
                end_date?: components["schemas"]["Day"];
                /**
                 * @description The currency of the sales. Defaults to the current currency of the business. Required for a report over all businesses if
                 *     there are sales in several currencies.
                 */
                currency?: components["schemas"]["Currency"];
                /** @description The business. Admins who omit it get a report over all businesses. */
                business_id?: components["schemas"]["BusinessId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All days and hours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SummaryReport"];
                };
            };
            /** @description Login required */
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
            /** @description No such business, or not visible to you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description Maximum number of entries: 1 to 100. Defaults to 20. */
                limit?: number;
                /** @description The `next_cursor` of the previous page. */
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
            /** @description Login required */
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
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description The username or email address is taken */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the account, or `me` */
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
            /** @description Login required */
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
            /** @description No such account, or not visible to you */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
                /** @description The id of the account */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deactivated */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Login required */
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
            /** @description No such account, or not visible to you */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_biz_info: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["BizInfo"];
                };
            };
            /** @description Login required */
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
            /** @description Not the account of an owner */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_log_in_biz: {
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Incorrect username or password */
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
            /** @description Not the account of an owner */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_log_in_user: {
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Incorrect username or password */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_user_info: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["UserInfo"];
                };
            };
            /** @description Login required */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_business_login: {
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Incorrect username or password */
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
            /** @description Not the account of an owner */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_cancel_order: {
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
            /** @description The cancelled order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoodOrder"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
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
            /** @description The status of the order does not allow the cancellation */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_get_orders: {
        parameters: {
            query?: {
                /** @description The status of the orders. Defaults to all statuses. */
                status?: components["schemas"]["Status"];
                /** @description The number of the page, starting at 1. A page can start after at most 10,000 entries. */
                page?: number;
                /** @description Maximum number of entries: 1 to 100. Defaults to 100. */
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
                    "application/json": components["schemas"]["FoodOrder"][];
                };
            };
            /** @description Login required */
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
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description The process is alive */
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
    compat_login: {
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Incorrect username or password */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_add_menu: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MenuEntry"];
            };
        };
        responses: {
            /** @description The item */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMenuItem"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such item, or not on your menu */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_list_menus_for_biz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMenuItem"][];
                };
            };
            /** @description Login required */
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
            /** @description Not the account of an owner */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_list_menus_for_user: {
        parameters: {
            query?: {
                /** @description The number of the page, starting at 1. A page can start after at most 10,000 entries. */
                page?: number;
                /** @description Maximum number of entries: 1 to 100. Defaults to 100. */
                limit?: number;
            };
            header?: never;
            path?: never;
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
                    "application/json": components["schemas"]["AppMenuItem"][];
                };
            };
            /** @description Login required */
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
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_delete_menu: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the item, or its number, such as 101 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The item is removed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Login required */
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
            /** @description No such item, or not on your menu */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_update_stock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the item, or its number, such as 101 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddedStock"];
            };
        };
        responses: {
            /** @description The stock */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdatedStock"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such item, or not on your menu */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_update_menu: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the item, or its number, such as 101 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MenuEntry"];
            };
        };
        responses: {
            /** @description The item */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppMenuItem"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such item, or not on your menu */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_show_stock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the item, or its number, such as 101 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Number of portions in stock */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": number;
                };
            };
            /** @description Login required */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description Orders as JSON, or metrics in a text format of Prometheus */
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
            /** @description Login required */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_place_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies the request: a repetition within 24 hours places no second order */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompatOrders"];
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
                    "application/json": components["schemas"]["CompatPlacedOrder"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description Sold out, closed, or the price has changed; or the first request with this key is still in progress */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_add_orders: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies the request: a repetition within 24 hours places no second order */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SingleItemOrders"];
            };
        };
        responses: {
            /** @description The orders were placed */
            200: {
                headers: {
                    "Idempotent-Replayed"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description Sold out or closed; or the first request with this key is still in progress */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_list_orders_for_biz: {
        parameters: {
            query?: {
                /** @description The number of the page, starting at 1. A page can start after at most 10,000 entries. */
                page?: number;
                /** @description Maximum number of entries: 1 to 100. Defaults to 100. */
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
                    "application/json": components["schemas"]["AppOrder"][];
                };
            };
            /** @description Login required */
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
            /** @description Not the account of staff */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_list_orders_for_user: {
        parameters: {
            query?: {
                /** @description The number of the page, starting at 1. A page can start after at most 10,000 entries. */
                page?: number;
                /** @description Maximum number of entries: 1 to 100. Defaults to 100. */
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
                    "application/json": components["schemas"]["AppOrder"][];
                };
            };
            /** @description Login required */
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
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_delete_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the order, or its number, such as ORD1001 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The order is cancelled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The status of the order does not allow the cancellation */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_update_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the order, or its number, such as ORD1001 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderUpdate"];
            };
        };
        responses: {
            /** @description The order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppOrder"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
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
            /** @description The status of the order does not allow the change */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_show_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The number of the order, such as ORD1001, or its id */
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The status of the order */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedOrder"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_list_orders: {
        parameters: {
            query?: {
                /** @description The status of the orders, case-insensitive. Defaults to all statuses. */
                status?: components["schemas"]["MiniOrderStatus"];
                /** @description The number of the page, starting at 1. A page can start after at most 10,000 entries. */
                page?: number;
                /** @description Maximum number of entries: 1 to 100. Defaults to 100. */
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
                    "application/json": components["schemas"]["MiniOrder"][];
                };
            };
            /** @description Login required */
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
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_create_order: {
        parameters: {
            query?: never;
            header?: {
                /** @description Identifies the request: a repetition within 24 hours places no second order */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMiniOrder"];
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
                    "application/json": components["schemas"]["MiniOrder"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description Sold out, or closed; or the first request with this key is still in progress */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the order, or its number, such as ORD1001 or 1001 */
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
                    "application/json": components["schemas"]["MiniOrder"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The status of the order does not allow the cancellation */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_confirm_order: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The id of the order, or its number, such as ORD1001 or 1001 */
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
                    "application/json": components["schemas"]["MiniOrder"];
                };
            };
            /** @description Login required */
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
            /** @description No such order, or not visible to you */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The status of the order does not allow the confirmation */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_list_products: {
        parameters: {
            query?: {
                /** @description The number of the page, starting at 1. A page can start after at most 10,000 entries. */
                page?: number;
                /** @description Maximum number of entries: 1 to 100. Defaults to 100. */
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
            /** @description Invalid parameters */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_create_product: {
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
            /** @description All dependencies are available */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A dependency is unavailable */
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
    compat_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MiniOrderRegistration"];
            };
        };
        responses: {
            /** @description The account, logged in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MiniOrderSession"];
                };
            };
            /** @description The body is malformed or incomplete */
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
            /** @description The username is taken */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_set_menu: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MenuEntries"];
            };
        };
        responses: {
            /** @description The item, or the items in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MenuItems"];
                };
            };
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Login required */
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
            /** @description No such item, or not on your menu */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compat_user_login: {
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
            /** @description The body is malformed or incomplete */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Incorrect username or password */
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
            /** @description The media type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Invalid values; `errors` lists the fields */
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
                    /** @description Seconds to wait before a retry */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is busy or unavailable; try again */
            503: {
                headers: {
                    /** @description Seconds to wait before a retry */
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
