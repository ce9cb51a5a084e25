//! The references (`$ref`) in a JSON document, such as a description of an API.

use std::collections::BTreeSet;

use serde_json::Value;

/// Returns the targets of all references in a document, such as `#/components/schemas/Order`.
pub fn collect_references(document: &Value) -> BTreeSet<&str> {
    let mut references = BTreeSet::new();
    let mut rest = vec![document];
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(members) => {
                references.extend(members.get("$ref").and_then(Value::as_str));
                rest.extend(members.values());
            }
            Value::Array(members) => rest.extend(members),
            _ => {}
        }
    }
    references
}
