//! Tests of the API client and its checks against a small API.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use domain::clock::Clock;
use serde_json::json;
use service::http::with_common_layers;
use service::problem::{Problem, problem_documents};
use store::Db;
use testkit::{
    ApiEndpoint, DocumentedResponse, Engine, Fixture, HttpServer, OpenApiContract, RawClient, TestResponse,
    assert_consistent, database,
};

static CONTRACT: LazyLock<OpenApiContract> = LazyLock::new(|| {
    let error = json!({"description": "An error", "content": {"application/problem+json": {"schema": {}}}});
    let item = json!({"schema": {"$ref": "#/components/schemas/Item"}});
    OpenApiContract::new(json!({
        "paths": {
            "/items/{id}": {"get": {"responses": {"200": {"content": {"application/json": item}}, "404": error}}},
            "/refused": {"post": {"responses": {"409": error}}},
            "/careless": {"post": {"responses": {"409": error}}},
        },
        "components": {"schemas": {"Item": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}}},
    }))
});

async fn refuse() -> Problem {
    Problem::new(StatusCode::CONFLICT, "conflict", "Conflict", "The request is refused.")
}

/// Refuses a request but changes the database.
async fn refuse_carelessly(State(db): State<Db>) -> Problem {
    Fixture::new(db).await;
    refuse().await
}

async fn undocumented_field() -> impl IntoResponse {
    Json(json!({"id": "1", "secret": true}))
}

async fn start() -> (HttpServer, Arc<ApiEndpoint>, Db) {
    let db = database(Engine::Sqlite).await;
    let routes = Router::new()
        .route("/items/1", get(async || Json(json!({"id": "1"}))))
        .route("/items/2", get(undocumented_field))
        .route("/items/3", get(async || StatusCode::INTERNAL_SERVER_ERROR))
        .route("/refused", post(refuse))
        .route("/careless", post(refuse_carelessly))
        .with_state(db.clone())
        .layer(from_fn(problem_documents));
    let server = HttpServer::start(with_common_layers(routes, Clock::system())).await;
    let endpoint = ApiEndpoint::new(server.addr()).with_contract(&CONTRACT).with_record_checks(db.clone());
    (server, Arc::new(endpoint), db)
}

/// Sends a request in a task that must panic, and returns the panic message.
async fn panic_of(request: testkit::RequestBuilder) -> String {
    let panic = tokio::spawn(request.into_future()).await.unwrap_err().into_panic();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[tokio::test]
async fn documented_responses_pass_and_are_recorded() {
    let (server, endpoint, db) = start().await;
    let client = endpoint.anonymous();
    assert_eq!(client.get("/items/1").await.expect_status(200), json!({"id": "1"}));
    let problem = client.post("/refused").await.expect_problem(409, "conflict");
    assert_eq!(problem["detail"], "The request is refused.");
    client.get("/items/1?page=2").await.expect_status(200);
    client.get("/nowhere").await.expect_problem(404, "not-found");

    let expected = DocumentedResponse {
        method: "get".to_owned(),
        path: "/items/{id}".to_owned(),
        status: 200,
        media_type: "application/json".to_owned(),
    };
    assert_eq!(CONTRACT.successes(), [expected.clone()].into());
    assert!(endpoint.coverage().contains(&expected));
    assert_consistent(&db).await;
    server.stop().await;
    assert!(endpoint.http().get(endpoint.url("/items/1")).send().await.is_err());
}

#[tokio::test]
async fn undocumented_responses_are_detected() {
    let (server, endpoint, _) = start().await;
    let client = endpoint.anonymous();
    let panic = panic_of(client.get("/items/2")).await;
    assert!(panic.contains("the body is not as documented") && panic.contains("secret"), "{panic}");
    let panic = panic_of(client.get("/items/3")).await;
    assert!(panic.starts_with("the status is not documented"), "{panic}");
    client.get("/items/4").await.expect_problem(404, "not-found");
    server.stop().await;
}

#[tokio::test]
async fn changes_by_a_refused_request_are_detected() {
    let (server, endpoint, _) = start().await;
    let client = endpoint.anonymous();
    let panic = panic_of(client.post("/careless")).await;
    assert!(panic.contains("POST /careless was refused, but changed something"), "{panic}");
    client.post("/careless").skip_record_check().await.expect_problem(409, "conflict");
    server.stop().await;
}

#[tokio::test]
async fn raw_client_reads_a_response_after_malformed_requests() {
    let (server, _, _) = start().await;
    let mut client = RawClient::connect(server.addr()).await;
    client.send("GET /items/1 HTTP/1.1\r\nhost: x\r\n\r\n").await;
    client.expect_text("200 OK").await;
    client.send("GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    client.read_response(Duration::from_secs(5)).await.expect_problem(404, "not-found");
    server.stop().await;
}

#[test]
#[should_panic(expected = "no x-request-id")]
fn response_without_a_request_id_is_not_well_formed() {
    let response = TestResponse::new("GET /".to_owned(), 200, axum::http::HeaderMap::new(), String::new());
    response.assert_well_formed();
}
