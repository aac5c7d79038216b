//! YAML values as JSON, for whoever compares them or hands them on.

use crate::yaml::value::{Data, Group, Number, Value};

/// A value as JSON. What JSON cannot say (infinity) becomes null.
pub(crate) fn json(value: &Value<'_>) -> serde_json::Value {
    match &value.data {
        Data::Null => serde_json::Value::Null,
        Data::Bool(flag) => (*flag).into(),
        Data::Number(number) => json_number(number).into(),
        Data::Text(text) => text.as_ref().into(),
        Data::List(items) => items.iter().map(json).collect(),
        Data::Group(group) => json_group(group),
        Data::Tagged(inner) => json(inner),
    }
}

/// The same for fields.
pub(crate) fn json_group(group: &Group<'_>) -> serde_json::Value {
    let fields = group.fields.iter().map(|field| (field.name.to_string(), json(&field.value)));
    fields.collect::<serde_json::Map<_, _>>().into()
}

fn json_number(number: &Number<'_>) -> Option<serde_json::Number> {
    let natural = number.whole.and_then(|whole| u64::try_from(whole).ok()).map(serde_json::Number::from);
    let whole = || number.whole.and_then(|whole| i64::try_from(whole).ok()).map(serde_json::Number::from);
    natural.or_else(whole).or_else(|| serde_json::Number::from_f64(number.value))
}
