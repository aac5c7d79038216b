//! The way to a field, as findings write it: `measures[0].value`.

use serde_json::Value as Json;

/// A step on the way to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step<'p> {
    /// To a field.
    Name(&'p str),
    /// To an item of a list.
    Item(usize),
}

/// `a.b[2]` as steps; the first is a name.
pub(super) fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, mut items) = part.split_at(part.find('[').unwrap_or(part.len()));
        (!name.is_empty()).then_some(())?;
        steps.push(Step::Name(name));
        while let Some(rest) = items.strip_prefix('[') {
            let (index, behind) = rest.split_once(']')?;
            steps.push(Step::Item(index.parse().ok()?));
            items = behind;
        }
        items.is_empty().then_some(())?;
    }
    Some(steps)
}

/// What a text is to say after a change.
pub(super) fn apply(at: &mut Json, steps: &[Step<'_>], value: Option<&Json>) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    let is_last = rest.is_empty();
    match step {
        Step::Name(name) => {
            if at.is_null() && value.is_some() {
                *at = Json::Object(serde_json::Map::new());
            }
            let fields = at.as_object_mut()?;
            match (is_last, value) {
                (true, Some(value)) => drop(fields.insert((*name).to_owned(), value.clone())),
                (true, None) => drop(fields.remove(*name)?),
                (false, Some(_)) => apply(fields.entry(*name).or_insert(Json::Null), rest, value)?,
                (false, None) => apply(fields.get_mut(*name)?, rest, value)?,
            }
        }
        Step::Item(index) => {
            let items = at.as_array_mut().filter(|items| *index < items.len())?;
            match (is_last, value) {
                (true, Some(value)) => items[*index] = value.clone(),
                (true, None) => drop(items.remove(*index)),
                (false, _) => apply(&mut items[*index], rest, value)?,
            }
        }
    }
    Some(())
}

/// A value inside of the fields that lead to it.
pub(super) fn within(steps: &[Step<'_>], value: &Json) -> Option<Json> {
    steps.iter().rev().try_fold(value.clone(), |value, step| match step {
        Step::Name(name) => Some(serde_json::json!({ *name: value })),
        Step::Item(_) => None,
    })
}
