//! Checks responses against an `OpenAPI` document.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::strict_schema::close_schemas;
use crate::test_response::TestResponse;

/// Prefixes of paths that the document does not contain: the API documents, the page that shows them, and routes that tests add.
const UNDOCUMENTED_PREFIXES: [&str; 4] = ["/docs", "/api/openapi.json", "/api/asyncapi.json", "/test/"];

/// Headers that matter to clients. A response may contain them only if they are documented for it.
const DOCUMENTED_HEADERS: [&str; 7] =
    ["etag", "idempotent-replayed", "link", "location", "retry-after", "www-authenticate", "content-disposition"];

/// A response in the document, or one that a test received.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentedResponse {
    /// The method in lower case.
    pub method: String,
    /// The path template, such as `/api/orders/{id}`.
    pub path: String,
    /// The HTTP status.
    pub status: u16,
    /// The media type, or an empty string if there is no body.
    pub media_type: String,
}

/// A set of responses.
pub type Coverage = BTreeSet<DocumentedResponse>;

/// An `OpenAPI` document. Its schemas are compiled on first use.
pub struct OpenApiContract {
    document: Value,
    /// The documented responses by method in lower case, path template and status.
    responses: HashMap<(String, String, String), ResponseSchema>,
    operations: Vec<(String, String)>,
}

/// The documentation of a response.
struct ResponseSchema {
    /// The schema of the body for each media type; empty if there is no body.
    bodies: HashMap<String, Schema>,
    headers: BTreeMap<String, Schema>,
}

/// A schema that refers to the components of the document. It is compiled on first use, because a document has hundreds of
/// schemas.
struct Schema {
    definition: Value,
    components: Arc<Value>,
    compiled: OnceLock<Validator>,
}

impl OpenApiContract {
    /// Reads a document. Its schemas are [closed](close_schemas): undocumented fields are errors.
    pub fn new(document: Value) -> Self {
        let (mut responses, mut operations) = (HashMap::new(), Vec::new());
        let strict = close_schemas(&document);
        let components = Arc::new(strict["components"].clone());
        for (path, item) in strict["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                operations.push((method.clone(), path.clone()));
                for (status, response) in operation["responses"].as_object().unwrap() {
                    let key = (method.clone(), path.clone(), status.clone());
                    responses.insert(key, ResponseSchema::new(response, &components));
                }
            }
        }
        Self { document, responses, operations }
    }

    /// Returns the original document.
    pub const fn document(&self) -> &Value {
        &self.document
    }

    /// Returns the method (in lower case) and the path template of each operation.
    pub fn operations(&self) -> &[(String, String)] {
        &self.operations
    }

    /// Finds the operation that serves a request.
    pub fn find_operation(&self, method: &str, path: &str) -> Option<&(String, String)> {
        let path = path.split('?').next().unwrap();
        let path = path.strip_suffix('/').unwrap_or(path);
        let method = if method == "HEAD" { "get" } else { &method.to_lowercase() };
        let matches = |operation: &&(String, String)| operation.0 == method && matches_template(&operation.1, path);
        // A path without parameters takes precedence over `/orders/{id}`.
        self.operations.iter().filter(matches).min_by_key(|(_, template)| template.matches('{').count())
    }

    /// Checks that the document contains a response with this status, media type, body and headers. For operations that are not
    /// documented, accepts 404, 405, all responses to OPTIONS, and all responses of the documentation and of test routes.
    ///
    /// # Errors
    /// Returns the first deviation.
    pub fn check(&self, method: &str, path: &str, response: &TestResponse) -> Result<(), String> {
        if UNDOCUMENTED_PREFIXES.iter().any(|prefix| path.starts_with(prefix)) {
            return Ok(());
        }
        let Some((operation_method, template)) = self.find_operation(method, path) else {
            let is_unrouted = method == "OPTIONS" || matches!(response.status, 404 | 405);
            return if is_unrouted { Ok(()) } else { Err("the operation is not documented".to_owned()) };
        };
        let key = (operation_method.clone(), template.clone(), response.status.to_string());
        let documented = self.responses.get(&key).ok_or("the status is not documented")?;
        documented.check_headers(response)?;
        if method == "HEAD" { Ok(()) } else { documented.check_body(response) }
    }

    /// Asserts that the document contains the response.
    #[track_caller]
    pub fn assert_documented(&self, method: &str, path: &str, response: &TestResponse) {
        if let Err(deviation) = self.check(method, path, response) {
            panic!("{deviation}: {method} {path}: {} {}", response.status, response.text);
        }
    }

    /// Returns the operation, status and media type of the response, or `None` if the operation is not documented.
    pub fn locate(&self, method: &str, path: &str, response: &TestResponse) -> Option<DocumentedResponse> {
        let (method, template) = self.find_operation(method, path)?;
        let media_type = response.header("content-type").unwrap_or_default().to_owned();
        Some(DocumentedResponse { method: method.clone(), path: template.clone(), status: response.status, media_type })
    }

    /// Returns all successful responses of the document, in each of their media types.
    pub fn successes(&self) -> Coverage {
        let mut successes = Coverage::new();
        for ((method, path, status), documented) in &self.responses {
            let Some(status) = status.parse::<u16>().ok().filter(|status| (200..300).contains(status)) else {
                continue;
            };
            let media_types = documented.bodies.keys().cloned();
            let media_types: Vec<_> =
                if documented.bodies.is_empty() { vec![String::new()] } else { media_types.collect() };
            successes.extend(media_types.into_iter().map(|media_type| DocumentedResponse {
                method: method.clone(),
                path: path.clone(),
                status,
                media_type,
            }));
        }
        successes
    }
}

impl ResponseSchema {
    fn new(response: &Value, components: &Arc<Value>) -> Self {
        let members = |name: &str| response[name].as_object().into_iter().flatten();
        let schema = |documented: &Value| Schema::new(&documented["schema"], components);
        Self {
            bodies: members("content").map(|(name, body)| (name.clone(), schema(body))).collect(),
            headers: members("headers").map(|(name, header)| (name.to_lowercase(), schema(header))).collect(),
        }
    }

    fn check_body(&self, response: &TestResponse) -> Result<(), String> {
        if self.bodies.is_empty() {
            return if response.text.is_empty() { Ok(()) } else { Err("the body is not documented".to_owned()) };
        }
        let media_type = response.header("content-type").unwrap_or_default();
        let schema =
            self.bodies.get(media_type).ok_or_else(|| format!("the media type {media_type:?} is not documented"))?;
        let body = if media_type.ends_with("json") { &response.body } else { &Value::String(response.text.clone()) };
        let errors: Vec<_> = schema.validator().iter_errors(body).map(|error| error.to_string()).collect();
        if errors.is_empty() { Ok(()) } else { Err(format!("the body is not as documented, {errors:?}")) }
    }

    fn check_headers(&self, response: &TestResponse) -> Result<(), String> {
        for name in DOCUMENTED_HEADERS {
            match (self.headers.get(name), response.header(name)) {
                (None, Some(_)) => return Err(format!("the header {name} is not documented")),
                (Some(_), None) if !is_optional_header(name, response.status) => {
                    return Err(format!("the header {name} is missing"));
                }
                (Some(schema), Some(value)) => {
                    // Header values are text. If the schema describes a number, validate the parsed number.
                    let text = Value::String(value.to_owned());
                    let is_valid = schema.validator().is_valid(&text)
                        || value.parse::<i64>().is_ok_and(|number| schema.validator().is_valid(&json!(number)));
                    if !is_valid {
                        return Err(format!("the header {name} is {value:?}"));
                    }
                }
                (None | Some(_), None) => {}
            }
        }
        Ok(())
    }
}

/// Returns `true` if a documented header may be missing: most responses are not replays, the last page has no link, only files
/// have a name, and few conflicts (409) are temporary.
fn is_optional_header(name: &str, status: u16) -> bool {
    matches!((name, status), ("idempotent-replayed" | "link" | "content-disposition", _) | ("retry-after", 409))
}

fn matches_template(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(expected, found)| expected.starts_with('{') || *expected == found)
}

impl Schema {
    fn new(definition: &Value, components: &Arc<Value>) -> Self {
        Self { definition: definition.clone(), components: Arc::clone(components), compiled: OnceLock::new() }
    }

    fn validator(&self) -> &Validator {
        self.compiled.get_or_init(|| {
            let root = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "components": *self.components,
                "allOf": [self.definition],
            });
            jsonschema::options().should_validate_formats(true).build(&root).unwrap()
        })
    }
}
