//! The OpenAPI document, held against every answer that a test sees.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use jsonschema::Validator;
use serde_json::{Value, json};
use shared::testing::closed;

use super::Answer;

/// The document and its schemas.
pub struct Contract {
    pub document: Value,
    /// By method (in lower case), path template and status.
    answers: HashMap<(String, String, String), Documented>,
    /// Method (in lower case) and path template.
    pub operations: Vec<(String, String)>,
}

/// An answer of the document.
struct Documented {
    /// What each media type looks like; nothing has no body.
    kinds: HashMap<String, Schema>,
    headers: BTreeMap<String, Schema>,
}

/// A schema that refers to the document's components. Compiled when it is first needed: there are hundreds.
struct Schema {
    of: Value,
    components: Arc<Value>,
    compiled: OnceLock<Validator>,
}

/// What a test has seen: method and path template, status and media type.
pub type Seen = BTreeSet<(String, String, u16, String)>;

/// Headers that tell clients something: an answer may have only those that the document tells of.
const TELLING: [&str; 7] =
    ["etag", "idempotent-replayed", "link", "location", "retry-after", "www-authenticate", "content-disposition"];
/// These are not always there: a replay is rare, the last page links to no other, only files have a name, and of all the 409 few pass by themselves.
fn is_sometimes(name: &str, status: u16) -> bool {
    matches!((name, status), ("idempotent-replayed" | "link" | "content-disposition", _) | ("retry-after", 409))
}

/// The contract that the api publishes.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> =
        LazyLock::new(|| Contract::of(serde_json::to_value(api::openapi::complete()).unwrap()));
    &CONTRACT
}

impl Contract {
    pub fn of(document: Value) -> Self {
        let (mut answers, mut operations) = (HashMap::new(), Vec::new());
        let strict = closed(&document);
        let components = Arc::new(strict["components"].clone());
        for (path, item) in strict["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                operations.push((method.clone(), path.clone()));
                for (status, response) in operation["responses"].as_object().unwrap() {
                    let members = |name: &str| response[name].as_object().into_iter().flatten();
                    let schema =
                        |(name, of): (&String, &Value)| (name.clone(), Schema::new(&of["schema"], &components));
                    let kinds = members("content").map(schema).collect();
                    let headers = members("headers").map(|(name, of)| schema((&name.to_lowercase(), of))).collect();
                    answers.insert((method.clone(), path.clone(), status.clone()), Documented { kinds, headers });
                }
            }
        }
        Self { document, answers, operations }
    }

    /// The operation that serves this request, if one does.
    pub fn operation(&self, method: &str, path: &str) -> Option<&(String, String)> {
        let path = path.split('?').next().unwrap();
        let method = if method == "HEAD" { "get" } else { &method.to_lowercase() };
        // `/orders/{id}` is what no other is.
        let mut fitting: Vec<_> =
            self.operations.iter().filter(|(of, template)| of == method && fits(template, path)).collect();
        fitting.sort_by_key(|(_, template)| template.matches('{').count());
        fitting.first().copied()
    }

    /// Whether the answer is one that the document tells of: its status, its type, its shape, its headers.
    #[track_caller]
    pub fn holds(&self, method: &str, path: &str, answer: &Answer) {
        if let Err(fault) = self.check(method, path, answer) {
            panic!("{fault}: {method} {path}: {} {}", answer.status, answer.text);
        }
    }

    /// What is wrong with the answer.
    pub fn check(&self, method: &str, path: &str, answer: &Answer) -> Result<(), String> {
        let status = answer.status;
        let beside = ["/docs", "/api/openapi.json", "/api/asyncapi.json", "/test/"];
        if beside.iter().any(|prefix| path.starts_with(prefix)) {
            return Ok(());
        }
        let Some((method_key, template)) = self.operation(method, path) else {
            let nowhere = method == "OPTIONS" || matches!(status, 404 | 405);
            return if nowhere { Ok(()) } else { Err("served, but not in the document".to_owned()) };
        };
        let key = (method_key.clone(), template.clone(), status.to_string());
        let documented = self.answers.get(&key).ok_or("not in the document")?;
        documented.headers(answer)?;
        if method == "HEAD" {
            return Ok(());
        }
        if documented.kinds.is_empty() {
            return if answer.text.is_empty() { Ok(()) } else { Err("the document tells of no body".to_owned()) };
        }
        let kind = answer.header("content-type").unwrap_or_default();
        let schema = documented.kinds.get(kind).ok_or_else(|| format!("{kind:?} is not in the document"))?;
        let body = if kind.ends_with("json") { &answer.body } else { &Value::String(answer.text.clone()) };
        let wrong: Vec<_> = schema.validator().iter_errors(body).map(|error| error.to_string()).collect();
        if wrong.is_empty() { Ok(()) } else { Err(format!("not as in the document, {wrong:?}")) }
    }

    /// Notes what the document tells of it.
    pub fn note(&self, seen: &Mutex<Seen>, method: &str, path: &str, answer: &Answer) {
        if let Some((method, template)) = self.operation(method, path) {
            let kind = answer.header("content-type").unwrap_or_default().to_owned();
            seen.lock().unwrap().insert((method.clone(), template.clone(), answer.status, kind));
        }
    }

    /// Every success that the document promises, in each of its media types.
    pub fn successes(&self) -> Seen {
        let mut promised = Seen::new();
        for ((method, path, status), documented) in &self.answers {
            let Some(status) = status.parse::<u16>().ok().filter(|status| (200..300).contains(status)) else {
                continue;
            };
            let kinds = documented.kinds.keys().cloned();
            let kinds: Vec<_> = if documented.kinds.is_empty() { vec![String::new()] } else { kinds.collect() };
            promised.extend(kinds.into_iter().map(|kind| (method.clone(), path.clone(), status, kind)));
        }
        promised
    }
}

impl Documented {
    fn headers(&self, answer: &Answer) -> Result<(), String> {
        for name in TELLING {
            match (self.headers.get(name), answer.header(name)) {
                (None, Some(_)) => return Err(format!("the document does not tell of {name}")),
                (Some(_), None) if !is_sometimes(name, answer.status) => return Err(format!("there is no {name}")),
                (Some(schema), Some(value)) => {
                    // Headers are texts; what is a number is one in JSON, too.
                    let text = Value::String(value.to_owned());
                    let fits = schema.validator().is_valid(&text)
                        || value.parse::<i64>().is_ok_and(|n| schema.validator().is_valid(&json!(n)));
                    if !fits {
                        return Err(format!("{name} is {value:?}"));
                    }
                }
                (None | Some(_), None) => {}
            }
        }
        Ok(())
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(wanted, given)| wanted.starts_with('{') || *wanted == given)
}

impl Schema {
    fn new(schema: &Value, components: &Arc<Value>) -> Self {
        Self { of: schema.clone(), components: Arc::clone(components), compiled: OnceLock::new() }
    }

    fn validator(&self) -> &Validator {
        self.compiled.get_or_init(|| {
            let root = json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "components": *self.components,
                "allOf": [self.of],
            });
            jsonschema::options().should_validate_formats(true).build(&root).unwrap()
        })
    }
}
