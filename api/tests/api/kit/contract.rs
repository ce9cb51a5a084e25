//! The OpenAPI document, held against every answer that a test sees.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::Answer;

/// The document and its schemas.
pub struct Contract {
    pub document: Value,
    /// By method (in lower case), path template and status: what each media type looks like; nothing has no body.
    schemas: HashMap<(String, String, String), HashMap<String, Validator>>,
    /// Method (in lower case) and path template.
    pub operations: Vec<(String, String)>,
}

/// The contract that the api publishes.
pub fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> =
        LazyLock::new(|| Contract::of(serde_json::to_value(api::openapi::complete()).unwrap()));
    &CONTRACT
}

impl Contract {
    fn of(document: Value) -> Self {
        let (mut schemas, mut operations) = (HashMap::new(), Vec::new());
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                operations.push((method.clone(), path.clone()));
                for (status, response) in operation["responses"].as_object().unwrap() {
                    let kinds = response["content"].as_object().into_iter().flatten();
                    let kinds =
                        kinds.map(|(kind, content)| (kind.clone(), validator(&document, &content["schema"]))).collect();
                    schemas.insert((method.clone(), path.clone(), status.clone()), kinds);
                }
            }
        }
        Self { document, schemas, operations }
    }

    /// The operation that serves this request, if one does.
    pub fn operation(&self, method: &str, path: &str) -> Option<&(String, String)> {
        let path = path.split('?').next().unwrap();
        let method = if method == "HEAD" { "get" } else { &method.to_lowercase() };
        self.operations.iter().find(|(of, template)| of == method && fits(template, path))
    }

    /// Whether the answer is one that the document tells of: its status, its type, its shape.
    #[track_caller]
    pub fn holds(&self, method: &str, path: &str, answer: &Answer) {
        let (what, status) = (format!("{method} {path}: {} {}", answer.status, answer.text), answer.status);
        if path.starts_with("/docs") || path.starts_with("/api/openapi.json") || path.starts_with("/test/") {
            return;
        }
        let Some((method_key, template)) = self.operation(method, path) else {
            assert!(method == "OPTIONS" || matches!(status, 404 | 405), "served, but not in the document: {what}");
            return;
        };
        let key = (method_key.clone(), template.clone(), status.to_string());
        let documented = self.schemas.get(&key).unwrap_or_else(|| panic!("not in the document: {what}"));
        if method == "HEAD" {
            return;
        }
        if documented.is_empty() {
            assert_eq!(answer.text, "", "{what}");
            return;
        }
        let kind = answer.header("content-type").unwrap_or_default();
        let schema = documented.get(kind).unwrap_or_else(|| panic!("{kind:?} is not in the document: {what}"));
        if kind.ends_with("json") {
            let wrong: Vec<_> = schema.iter_errors(&answer.body).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "not as in the document: {wrong:?} in {what}");
        }
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(path).all(|(wanted, given)| wanted.starts_with('{') || *wanted == given)
}

/// A schema of the document, which refers to its components.
fn validator(document: &Value, schema: &Value) -> Validator {
    let root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": document["components"],
        "allOf": [schema],
    });
    jsonschema::options().should_validate_formats(true).build(&root).unwrap()
}
