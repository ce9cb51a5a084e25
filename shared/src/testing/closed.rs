//! A document's schemas, held as strictly as they can be.

use serde_json::{Map, Value, json};

/// The document (`OpenAPI` or `AsyncAPI`) with every schema closed: what it does not tell of may not be there. Served, schemas
/// are open, so that a newer server can tell more; in tests a field that the document forgot is a fault.
pub fn closed(document: &Value) -> Value {
    let mut document = document.clone();
    let opened: Map<_, _> = document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, schema)| (format!("{name}{OPEN}"), parts(schema)))
        .collect();
    close(&mut document);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(opened);
    }
    document
}

/// Ends the name of a schema that is one part of another.
const OPEN: &str = ".open";

/// A schema whose properties are closed, but not itself.
fn parts(schema: &Value) -> Value {
    let mut schema = schema.clone();
    for (_, property) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
        close(property);
    }
    schema
}

fn close(value: &mut Value) {
    match value {
        Value::Array(members) => members.iter_mut().for_each(close),
        Value::Object(members) => {
            let mut is_open = false;
            if let Some(Value::Array(branches)) = members.get_mut("allOf") {
                for branch in branches {
                    // A map of anything was flattened into it.
                    is_open |= branch["type"] == "object" && branch["properties"].is_null();
                    match branch["$ref"].as_str() {
                        Some(name) => branch["$ref"] = json!(format!("{name}{OPEN}")),
                        None => *branch = parts(branch),
                    }
                }
                if !is_open {
                    members.insert("unevaluatedProperties".to_owned(), json!(false));
                }
            }
            for (name, member) in &mut *members {
                if name != "allOf" {
                    close(member);
                }
            }
            if members.get("properties").is_some_and(Value::is_object) && !members.contains_key("additionalProperties")
            {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        _ => {}
    }
}
