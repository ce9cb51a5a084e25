use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};

/// Maximum length of an idempotency key, in bytes.
pub(super) const MAX_KEY_LENGTH: usize = 255;

/// Documents the header `Idempotency-Key` of the routes that place orders.
pub(in crate::routes) enum IdempotencyKeyHeader {}

impl IntoParams for IdempotencyKeyHeader {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let schema = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .min_length(Some(1))
            .max_length(Some(MAX_KEY_LENGTH))
            .pattern(Some("^[!-~]+$"));
        let header = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .description(Some("Identifies the request: a repetition within 24 hours places no second order"))
            .required(Required::False)
            .schema(Some(schema));
        vec![header.build()]
    }
}
