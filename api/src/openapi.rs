//! The OpenAPI 3.1 document, made from the routes themselves, and Swagger UI.

use axum::Router;
use axum::http::{HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::{Flow, HttpAuthScheme, HttpBuilder, OAuth2, Password, Scopes, SecurityScheme};
use utoipa::openapi::{Content, Object, Ref, RefOr, Required, Response};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::state::App;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Expediter",
        description = "Order management for restaurants, food halls and small shops. \
                       Money is an integer in the currency's minor unit; times are RFC 3339 in UTC; refusals are RFC 9457 \
                       problem documents. Live changes come over `/ws` and `/events`: see `/api/asyncapi.json`."
    ),
    modifiers(&Security),
    components(schemas(shared::problem::Problem, shared::order::Command)),
    tags(
        (name = "auth", description = "Accounts and tokens"),
        (name = "users", description = "A business's people; for the admin, everybody"),
        (name = "businesses", description = "Businesses, their menus and settings"),
        (name = "items", description = "What menus offer"),
        (name = "orders", description = "Orders and their life"),
        (name = "kitchen", description = "Workers, queues, and what they could not cook"),
        (name = "seeds", description = "The same under the names that the seeds' clients use: amounts are decimals here"),
        (name = "reports", description = "What was sold, and how long it took"),
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
    finished(crate::documented_routes().split_for_parts().1)
}

/// Adds what any request can be answered with, so that routes tell only what is theirs, and names the operations by
/// their resource: `items_show`.
pub(crate) fn finished(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for (path, item) in &mut document.paths.paths {
        for operation in operations(item) {
            // Health checks are never refused.
            if !matches!(path.as_str(), "/livez" | "/readyz") {
                add_refusals(operation);
            }
            // Forms send what was not filled in, too.
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && parameter.parameter_in == ParameterIn::Query
                    && parameter.required != Required::True
                {
                    let empty = [("allowEmptyValue", true)].into_iter().collect();
                    parameter.extensions.get_or_insert_default().merge(empty);
                }
            }
            let tag = operation.tags.iter().flatten().next();
            operation.operation_id =
                tag.zip(operation.operation_id.as_ref()).map(|(tag, verb)| format!("{tag}_{verb}"));
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.patch, &mut item.put, &mut item.delete].into_iter().flatten()
}

fn add_refusals(operation: &mut Operation) {
    let mut refusals = vec![
        ("429", "Too many requests"),
        ("500", "Something went wrong on our side"),
        ("503", "The service cannot take this now; try again"),
    ];
    if operation.security.is_some() {
        refusals.push(("401", "Not logged in"));
    }
    if operation.request_body.is_some() {
        refusals.extend([
            ("400", "Not JSON, or not all of it"),
            ("408", "The body took too long to arrive"),
            ("413", "The body is larger than 256 KiB"),
            ("415", "Not `application/json`"),
            ("422", "Not acceptable; `errors` tells which fields"),
        ]);
    }
    let responses = &mut operation.responses.responses;
    for (status, description) in refusals {
        responses.entry(status.to_owned()).or_insert_with(|| Response::new(description).into());
    }
    for (status, response) in responses.iter_mut().filter(|(status, _)| status.starts_with(['4', '5'])) {
        if let RefOr::T(response) = response {
            let header = match status.as_str() {
                "401" => Some(("WWW-Authenticate", header_of(Type::String, "Bearer"))),
                "429" | "503" => Some(("Retry-After", header_of(Type::Integer, "After how many seconds to try again"))),
                _ => None,
            };
            response.headers.extend(header.map(|(name, header)| (name.to_owned(), RefOr::T(header))));
            let problem = Content::new(Some(Ref::from_schema_name("Problem")));
            response.content.clear();
            response.content.insert("application/problem+json".to_owned(), RefOr::T(problem));
        }
    }
}

fn header_of(kind: Type, description: &str) -> Header {
    HeaderBuilder::new().schema(Some(Object::with_type(kind))).description(Some(description)).build()
}

/// Nothing on the page comes from elsewhere, and it stands in nobody's frame.
const SELF_ONLY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                         frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// Swagger UI at `/docs`, with the document at `/api/openapi.json`; nothing is loaded from elsewhere.
pub fn ui(document: utoipa::openapi::OpenApi) -> Router<App> {
    let config = Config::default()
        .persist_authorization(true)
        .try_it_out_enabled(true)
        .display_request_duration(true)
        // By default it sends the document's address to a validator on the internet.
        .validator_url("none");
    Router::from(SwaggerUi::new("/docs").url("/api/openapi.json", document).config(config))
        .layer(SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SELF_ONLY)))
}
