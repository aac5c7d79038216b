//! Where each field stands in a YAML text. The YAML parser gives values without places; this scanner gives places without
//! values. It follows indentation and flow style, never fails, and where it is lost it knows the nearest parent.

use crate::yaml::node::Node;
use crate::yaml::scan::Scan;

/// The fields of a YAML text, in the order in which they stand there.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    /// Every field and every item of a list.
    pub(crate) nodes: Vec<Node>,
}

impl Outline {
    /// Reads a text.
    pub(crate) fn of(text: &str) -> Self {
        Self { nodes: Scan::of(text) }
    }

    /// The node of a path, or that of its nearest parent.
    pub(crate) fn nearest(&self, path: &str) -> Option<&Node> {
        let mut path = path;
        loop {
            if let Some(node) = self.nodes.iter().find(|node| node.path == path) {
                return Some(node);
            }
            path = parent(path)?;
        }
    }

    /// The node of exactly this path.
    pub(crate) fn exact(&self, path: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.path == path)
    }

    /// The second node of a path that stands there twice.
    pub(crate) fn duplicate(&self) -> Option<&Node> {
        let mut seen = std::collections::BTreeSet::new();
        self.nodes.iter().find(|node| !seen.insert(node.path.as_str()))
    }
}

/// The path of what encloses a path.
fn parent(path: &str) -> Option<&str> {
    path.rfind(['.', '[']).map(|at| &path[..at]).filter(|parent| !parent.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |node: &Node| format!("{} = {}", node.path, &text[node.value.clone()]);
        Outline::of(text).nodes.iter().map(show).collect()
    }

    #[test]
    fn every_field_of_every_style_has_its_path_and_its_value() {
        let text = "title: A title\nsummary: >-\n  one: two\n  # three\n\n  four\ntags: [a, \"b, c\"]\nmeasures:\n  - indicator: Days\n    baseline: {period: 2023-Q3, value: 6}\n    results:\n      - {period: 2024, value: 8}\n      -\n        value: 9\n  - indicator: 'It''s'\ncriticisms:\n- said: no indent\n  sources:\n  - https://a.example/x\n  - plain\n    over lines\nend:\n";
        assert_eq!(
            shown(text),
            [
                "title = A title",
                "summary = one: two\n  # three\n\n  four",
                "tags = [a, \"b, c\"]",
                "tags[0] = a",
                "tags[1] = \"b, c\"",
                "measures = ",
                "measures[0] = ",
                "measures[0].indicator = Days",
                "measures[0].baseline = {period: 2023-Q3, value: 6}",
                "measures[0].baseline.period = 2023-Q3",
                "measures[0].baseline.value = 6",
                "measures[0].results = ",
                "measures[0].results[0] = {period: 2024, value: 8}",
                "measures[0].results[0].period = 2024",
                "measures[0].results[0].value = 8",
                "measures[0].results[1] = ",
                "measures[0].results[1].value = 9",
                "measures[1] = ",
                "measures[1].indicator = 'It''s'",
                "criticisms = ",
                "criticisms[0] = ",
                "criticisms[0].said = no indent",
                "criticisms[0].sources = ",
                "criticisms[0].sources[0] = https://a.example/x",
                "criticisms[0].sources[1] = plain\n    over lines",
                "end = ",
            ]
        );
    }

    #[test]
    fn a_path_that_is_not_there_falls_back_to_its_parent() {
        let outline = Outline::of("a:\n  - b: 1\n");
        let nearest = |path| outline.nearest(path).map(|node| node.path.as_str());
        assert_eq!((nearest("a[0].c.d"), nearest("a[1].b"), nearest("x")), (Some("a[0]"), Some("a"), None));
    }

    #[test]
    fn a_comment_behind_a_value_is_kept_with_it() {
        let text = "said: please fix the #accessibility of it\nx: # nothing\n";
        let comments: Vec<_> =
            Outline::of(text).nodes.into_iter().map(|n| n.comment.map(|c| text[c].to_owned())).collect();
        assert_eq!(comments, [Some("#accessibility of it".to_owned()), Some("# nothing".to_owned())]);
    }
}
