//! The OpenAPI 3.1 document, which is generated from the routes, and Swagger UI.

use axum::Router;
use axum::http::{HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::schema::Type;
use utoipa::openapi::security::{Flow, HttpAuthScheme, HttpBuilder, OAuth2, Password, Scopes, SecurityScheme};
use utoipa::openapi::{Content, Object, Ref, RefOr, Required, Response};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::app::App;
use crate::routes;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Expediter",
        description = "Order management for restaurants, food halls and small shops. Money is an integer in the \
                       currency's minor unit. Times are RFC 3339 in UTC. Errors are RFC 9457 problem documents. \
                       `/ws` and `/events` are the live feed; see `/api/asyncapi.json`."
    ),
    modifiers(&Security),
    components(schemas(service::problem::Problem, domain::order::state::Command)),
    tags(
        (name = "auth", description = "Registration, login and tokens"),
        (name = "users", description = "Accounts"),
        (name = "businesses", description = "Businesses, their menus and settings"),
        (name = "items", description = "Menu items and their stock"),
        (name = "orders", description = "Orders and their life cycle"),
        (name = "kitchen", description = "Kitchen workers, queues and dead letters"),
        (name = "compat", description = "Routes for the clients of earlier order systems. Amounts are decimals."),
        (name = "reports", description = "Sales, waiting and preparation times"),
        (name = "system", description = "Health and metrics"),
    )
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let basic = HttpBuilder::new().scheme(HttpAuthScheme::Basic).build();
        components.add_security_scheme("basic", SecurityScheme::Http(basic));
        let password = Flow::Password(Password::new("/api/auth/login", Scopes::new()));
        components.add_security_scheme("password", SecurityScheme::OAuth2(OAuth2::new([password])));
    }
}

/// Returns the complete document.
pub fn document() -> utoipa::openapi::OpenApi {
    routes_and_document().1
}

/// Returns the routes and their document.
pub(crate) fn routes_and_document() -> (Router<App>, utoipa::openapi::OpenApi) {
    let (routes, document) = OpenApiRouter::with_openapi(Document::openapi()).merge(routes::router()).split_for_parts();
    (routes, complete(document))
}

/// Completes the operations. Adds the error responses that they share (except to health checks), so that routes declare only
/// their own responses. Allows empty values for optional query parameters. Prefixes each operation id with the tag of the
/// operation: `items_show`.
fn complete(mut document: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for (path, item) in &mut document.paths.paths {
        for operation in operations(item) {
            // Health checks do not return these errors.
            if !matches!(path.as_str(), "/livez" | "/readyz") {
                add_error_responses(operation);
            }
            // HTML forms also send empty fields.
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && parameter.parameter_in == ParameterIn::Query
                    && parameter.required != Required::True
                {
                    let allow_empty = [("allowEmptyValue", true)].into_iter().collect();
                    parameter.extensions.get_or_insert_default().merge(allow_empty);
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

fn add_error_responses(operation: &mut Operation) {
    let mut errors = vec![
        ("429", "Too many requests"),
        ("500", "Internal error"),
        ("503", "The service is busy or unavailable; try again"),
    ];
    if operation.security.is_some() {
        errors.push(("401", "Login required"));
    }
    if operation.request_body.is_some() {
        errors.extend([
            ("400", "The body is malformed or incomplete"),
            ("408", "The body took too long to arrive"),
            ("413", "The body is larger than 256 KiB"),
            ("415", "The media type is not supported"),
            ("422", "Invalid values; `errors` lists the fields"),
        ]);
    }
    let responses = &mut operation.responses.responses;
    for (status, description) in errors {
        responses.entry(status.to_owned()).or_insert_with(|| Response::new(description).into());
    }
    for (status, response) in responses.iter_mut().filter(|(status, _)| status.starts_with(['4', '5'])) {
        if let RefOr::T(response) = response {
            let header = match status.as_str() {
                "401" => Some(("WWW-Authenticate", new_header(Type::String, "Bearer"))),
                "429" | "503" => Some(("Retry-After", new_header(Type::Integer, "Seconds to wait before a retry"))),
                _ => None,
            };
            response.headers.extend(header.map(|(name, header)| (name.to_owned(), RefOr::T(header))));
            let problem = Content::new(Some(Ref::from_schema_name("Problem")));
            response.content.clear();
            response.content.insert("application/problem+json".to_owned(), RefOr::T(problem));
        }
    }
}

fn new_header(kind: Type, description: &str) -> Header {
    HeaderBuilder::new().schema(Some(Object::with_type(kind))).description(Some(description)).build()
}

/// The content security policy of Swagger UI: the page may load nothing from other sites, and no page may embed it in a frame.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                                       frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// Returns the routes of Swagger UI (`/docs`) and of the document (`/api/openapi.json`).
pub(crate) fn swagger_ui(document: utoipa::openapi::OpenApi) -> Router<App> {
    let config = Config::default()
        .persist_authorization(true)
        .try_it_out_enabled(true)
        .display_request_duration(true)
        // By default, Swagger UI sends the URL of the document to an online validator.
        .validator_url("none");
    let policy = HeaderValue::from_static(CONTENT_SECURITY_POLICY);
    Router::from(SwaggerUi::new("/docs").url("/api/openapi.json", document).config(config))
        .layer(SetResponseHeaderLayer::overriding(header::CONTENT_SECURITY_POLICY, policy))
}
