//! JSON schemas that reject undocumented fields.

use serde_json::{Map, Value, json};

/// Suffix of the name of a schema's copy that accepts undocumented fields. References in `allOf` use the copies: there, the
/// combined schema rejects undocumented fields.
const OPEN: &str = ".open";

/// Returns the document (`OpenAPI` or `AsyncAPI`) with all schemas closed: a field that a schema does not mention is an error.
/// The published schemas are open, so that a newer server can add fields. In tests, an undocumented field is an error.
pub fn close_schemas(document: &Value) -> Value {
    let mut document = document.clone();
    let open_schemas: Map<_, _> = document["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, schema)| (format!("{name}{OPEN}"), close_properties(schema)))
        .collect();
    close(&mut document);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.extend(open_schemas);
    }
    document
}

/// Returns the schema with closed properties. The schema itself remains open.
fn close_properties(schema: &Value) -> Value {
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
                    // An object without properties is a flattened map, which may contain anything.
                    is_open |= branch["type"] == "object" && branch["properties"].is_null();
                    match branch["$ref"].as_str() {
                        Some(name) => branch["$ref"] = json!(format!("{name}{OPEN}")),
                        None => *branch = close_properties(branch),
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
