//! Closed schemas, which reject undocumented fields.

use serde_json::{Value, json};
use testkit::strict_schema::close_schemas;

/// Validates a value against the schema `Order` of the document.
fn is_valid(document: &Value, value: &Value) -> bool {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "components": document["components"],
        "$ref": "#/components/schemas/Order",
    });
    jsonschema::validator_for(&schema).unwrap().is_valid(value)
}

#[test]
fn undocumented_fields_are_rejected_at_every_level() {
    let document = json!({"components": {"schemas": {
        "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
        "Guest": {"type": "object", "properties": {"name": {"type": "string"}}},
        "Order": {"allOf": [
            {"$ref": "#/components/schemas/Base"},
            {"type": "object", "properties": {"guest": {"$ref": "#/components/schemas/Guest"}}},
        ]},
    }}});
    let strict = close_schemas(&document);
    let valid = json!({"id": "1", "guest": {"name": "Ada"}});
    assert!(is_valid(&document, &valid) && is_valid(&strict, &valid));
    for undocumented in [json!({"id": "1", "more": 1}), json!({"id": "1", "guest": {"name": "Ada", "more": 1}})] {
        assert!(is_valid(&document, &undocumented));
        assert!(!is_valid(&strict, &undocumented), "{undocumented}");
    }
}
