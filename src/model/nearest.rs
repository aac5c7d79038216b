//! The known word that somebody probably meant.

/// The nearest of the known words, where one is near enough to be meant.
pub(crate) fn nearest<'w>(written: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let written: Vec<char> = written.chars().take(64).flat_map(char::to_lowercase).collect();
    let allowed = (written.len() / 3).clamp(1, 3);
    known
        .into_iter()
        .map(|word| (distance(&written, word), word))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, word)| word)
}

/// How many letters to insert, drop, change or swap with their neighbour (optimal string alignment); `-` is as good as `_`.
fn distance(written: &[char], word: &str) -> usize {
    let word: Vec<char> = word.chars().collect();
    let mut rows = vec![vec![0; word.len() + 1]; written.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    if let Some(first) = rows.first_mut() {
        for (j, cell) in first.iter_mut().enumerate() {
            *cell = j;
        }
    }
    let same = |a: char, b: char| a == b || (matches!(a, '-' | ' ') && b == '_') || (a == '_' && b == '-');
    for i in 1..=written.len() {
        for j in 1..=word.len() {
            let change = usize::from(!same(written[i - 1], word[j - 1]));
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && written[i - 1] == word[j - 2] && written[i - 2] == word[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[written.len()][word.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_finds_its_word_and_another_word_finds_none() {
        let known = ["title", "date", "summary", "due_said"];
        assert_eq!(nearest("tilte", known), Some("title"));
        assert_eq!(nearest("Due-Said", known), Some("due_said"));
        assert_eq!(nearest("sumary", known), Some("summary"));
        assert_eq!(nearest("author", known), None);
    }
}
