//! The marks of values: groups differ by their shape, so that nobody has to tell them apart by colour alone.

use std::fmt::Write;

/// The shape of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Everybody.
    Circle,
    Square,
    Triangle,
    Diamond,
    /// The point of the triangle below.
    Wedge,
    Plus,
}

/// The shapes of groups, in their order. Their number and that of the colours have no divisor in common, so that colour
/// and shape together come again late.
const GROUPS: [Mark; 5] = [Mark::Square, Mark::Triangle, Mark::Diamond, Mark::Wedge, Mark::Plus];

impl Mark {
    /// The mark of a group by its number.
    pub(super) fn of(group: usize) -> Self {
        GROUPS[group % GROUPS.len()]
    }

    /// Draws it around a point.
    pub(super) fn draw(self, out: &mut String, class: &str, x: f64, y: f64) {
        let corners = match self {
            Self::Circle => {
                let _ = write!(
                    out,
                    "<circle class=\"chart-dot {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"
                );
                return;
            }
            Self::Square => "-4-4h8v8h-8z",
            Self::Triangle => "0-5.5l5.5 9.5h-11z",
            Self::Diamond => "0-6l6 6l-6 6l-6-6z",
            Self::Wedge => "0 5.5l5.5-9.5h-11z",
            Self::Plus => "-1.8-5.5h3.6v3.7h3.7v3.6h-3.7v3.7h-3.6v-3.7h-3.7v-3.6h3.7z",
        };
        let _ = write!(out, "<path class=\"chart-dot {class}\" d=\"M{x:.1} {y:.1}m{corners}\"/>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_around_its_point() {
        let drawn = |mark: Mark| {
            let mut out = String::new();
            mark.draw(&mut out, "c", 10.0, 20.0);
            out
        };
        assert_eq!(drawn(Mark::Circle), r#"<circle class="chart-dot c" cx="10.0" cy="20.0" r="4.5"/>"#);
        assert_eq!(drawn(Mark::of(2)), r#"<path class="chart-dot c" d="M10.0 20.0m0-6l6 6l-6 6l-6-6z"/>"#);
    }

    #[test]
    fn twenty_groups_differ_in_colour_or_mark() {
        let looks = (0..20).map(|group| (group % super::super::COLOURS, Mark::of(group) as usize));
        assert_eq!(looks.collect::<std::collections::BTreeSet<_>>().len(), 20);
    }
}
