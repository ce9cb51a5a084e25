//! The OpenAPI 3.1 document, made from the routes themselves, and Swagger UI.

use utoipa::openapi::security::{Flow, HttpAuthScheme, HttpBuilder, OAuth2, Password, Scopes, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Expediter",
        description = "Order management for restaurants, food halls and small shops. \
                       Money is an integer in the currency's minor unit; times are RFC 3339 in UTC; refusals are RFC 9457 \
                       problem documents. Live changes come over `/ws` and `/events`."
    ),
    modifiers(&Security),
    tags(
        (name = "auth", description = "Accounts and tokens"),
        (name = "users", description = "A business's people; for the admin, everybody"),
        (name = "businesses", description = "Businesses, their menus and settings"),
        (name = "items", description = "What menus offer"),
        (name = "orders", description = "Orders and their life"),
        (name = "system", description = "Health"),
    )
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let password = Flow::Password(Password::new("/api/auth/login", Scopes::new()));
        components.add_security_scheme("password", SecurityScheme::OAuth2(OAuth2::new([password])));
    }
}

/// What the routes are added to.
pub fn document() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The whole document.
pub fn complete() -> utoipa::openapi::OpenApi {
    crate::documented_routes().split_for_parts().1
}

/// Swagger UI at `/docs`, with the document at `/api/openapi.json`; nothing is loaded from elsewhere.
pub fn ui(document: utoipa::openapi::OpenApi) -> SwaggerUi {
    let config = Config::default().persist_authorization(true).try_it_out_enabled(true).display_request_duration(true);
    SwaggerUi::new("/docs").url("/api/openapi.json", document).config(config)
}
