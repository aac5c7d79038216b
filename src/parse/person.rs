//! Whether the words for who said something name a person. A guess at the form of names, in scripts that have capitals: a
//! description in small letters (`a neighbour`, `somebody who rang eleven times`) never is a name, and an organisation is
//! known by its words.

/// Particles inside names.
const PARTICLES: [&str; 18] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "la", "le", "al", "el", "bin",
    "ibn", "zu",
];

/// Words in front of which a noun is no name: articles and pronouns of the languages that the theme speaks and some others.
const OPENERS: [&str; 45] = [
    "a", "an", "the", "one", "two", "three", "some", "several", "many", "somebody", "someone", "people",
    "my", "our", "un", "una", "unos", "unas", "el", "la", "los", "las", "alguien", "une", "des", "le", "les",
    "um", "uma", "os", "as", "ein", "eine", "einer", "eines", "die", "der", "das", "jemand", "il", "lo",
    "een", "het", "en", "ett",
];

/// Words of organisations, groups and places: what holds one of them is none of a person.
const GROUPS: [&str; 48] = [
    "group",
    "groups",
    "council",
    "association",
    "committee",
    "society",
    "union",
    "centre",
    "center",
    "network",
    "trust",
    "forum",
    "residents",
    "tenants",
    "neighbours",
    "neighbors",
    "parents",
    "street",
    "road",
    "lane",
    "house",
    "school",
    "college",
    "university",
    "club",
    "party",
    "city",
    "town",
    "office",
    "board",
    "team",
    "foundation",
    "church",
    "library",
    "alliance",
    "campaign",
    "hospital",
    "department",
    "ministry",
    "agency",
    "company",
    "ltd",
    "inc",
    "gmbh",
    "e.v",
    "news",
    "times",
    "police",
];

/// What people are, where it stands as a word of its own with a capital: `Neighbour`, `Tenant in Block C`.
const ROLES: [&str; 62] = [
    "anonymous",
    "anon",
    "anonym",
    "anonyme",
    "anónimo",
    "anónima",
    "resident",
    "tenant",
    "neighbour",
    "neighbor",
    "parent",
    "mother",
    "father",
    "caller",
    "visitor",
    "customer",
    "client",
    "patient",
    "carer",
    "nurse",
    "doctor",
    "student",
    "pupil",
    "teacher",
    "volunteer",
    "member",
    "user",
    "reader",
    "listener",
    "donor",
    "supporter",
    "employee",
    "staff",
    "manager",
    "director",
    "head",
    "chair",
    "officer",
    "mayor",
    "councillor",
    "citizen",
    "passenger",
    "driver",
    "cyclist",
    "pedestrian",
    "wheelchair",
    "journalist",
    "reporter",
    "owner",
    "shopkeeper",
    "farmer",
    "worker",
    "colleague",
    "complainant",
    "respondent",
    "participant",
    "commuter",
    "pensioner",
    "vecina",
    "vecino",
    "nachbarin",
    "nachbar",
];

/// Small words that stand behind a first name: `Maria from Elm Street`.
const BEHIND_NAMES: [&str; 11] = ["from", "in", "at", "and", "with", "aus", "und", "y", "et", "e", "och"];

/// The name of a person that the words hold: a run of words with capitals at the beginning of one of their parts, or an
/// account of the fediverse.
pub(crate) fn named(who: &str) -> Option<&str> {
    let part_ends = |c: char| matches!(c, ',' | ';' | '(' | ')' | '–' | '—' | '/' | '|' | '،' | '、');
    if let Some(account) = who.split_whitespace().find(|word| is_an_account(word)) {
        return Some(account);
    }
    who.split(part_ends).find_map(|part| name_at_the_start(part.trim()))
}

/// `@ana@social.example`, `ana@mail.example`.
fn is_an_account(word: &str) -> bool {
    word.trim_start_matches('@')
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}

fn name_at_the_start(part: &str) -> Option<&str> {
    let mut end = 0;
    let (mut names, mut follows): (Vec<String>, Option<&str>) = (Vec::new(), None);
    for word in part.split_whitespace() {
        let at = word.as_ptr() as usize - part.as_ptr() as usize;
        if is_capital(word) {
            names.push(bare(word));
            end = at + word.len();
        } else if names.is_empty() || !PARTICLES.contains(&word) {
            follows = Some(word);
            break;
        }
    }
    let known = |words: &[&str], name: &String| words.contains(&name.as_str());
    let is_one = names.len() == 1;
    let is_none = names.first().is_none_or(|first| known(&OPENERS, first))
        || names.iter().any(|name| known(&GROUPS, name))
        || names.iter().all(|name| known(&ROLES, name))
        // `Local resident`, `Head of Housing`: one capital begins the sentence.
        || is_one && follows.is_some_and(|word| !BEHIND_NAMES.contains(&word))
        || is_one && names.first().is_some_and(|name| name.chars().count() == 1);
    (!is_none).then(|| &part[..end])
}

/// Whether a word is written as names are: `Ana`, `J.`, `O'Brien`, `Anne-Marie`, `McDonald`; not `NHS`.
fn is_capital(word: &str) -> bool {
    let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
    let mut chars = letters.chars();
    let is_initial = letters.chars().count() == 1;
    let joined =
        letters.contains(['-', '\'', '’']) || letters.starts_with("Mc") || letters.starts_with("Mac");
    chars.next().is_some_and(char::is_uppercase)
        && (is_initial || chars.all(|c| c.is_lowercase() || "-.'’".contains(c) || joined && c.is_uppercase()))
}

/// A word in small letters, without what surrounds it and without a genitive.
fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.trim_end_matches("'s").trim_end_matches("’s").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_whatever_stands_behind_it() {
        let cases = [
            ("Maria Lopez", "Maria Lopez"),
            ("Jan van der Berg", "Jan van der Berg"),
            ("Anne-Marie O'Brien", "Anne-Marie O'Brien"),
            ("J. Smith", "J. Smith"),
            ("Ana Ruiz, neighbour", "Ana Ruiz"),
            ("Ana", "Ana"),
            ("Ana, a neighbour", "Ana"),
            ("Ana Ruiz (tenant)", "Ana Ruiz"),
            ("a neighbour (Ana Ruiz)", "Ana Ruiz"),
            ("Ana Ruiz from the tenants' group", "Ana Ruiz"),
            ("Maria from Elm Street", "Maria"),
            ("Councillor Patel", "Councillor Patel"),
            ("Łukasz Żak – sąsiad", "Łukasz Żak"),
            ("Анна Петрова, соседка", "Анна Петрова"),
            ("@ana@social.example", "@ana@social.example"),
            ("a reader, ana@mail.example", "ana@mail.example"),
            ("Shaun McDonald", "Shaun McDonald"),
        ];
        for (who, name) in cases {
            assert_eq!(named(who), Some(name), "{who}");
        }
    }

    #[test]
    fn a_description_is_no_name() {
        for who in [
            "somebody who rang eleven times",
            "a caller",
            "a neighbour, Elm Street",
            "Ferrow Street Tenants' Group",
            "Residents of Ferrow Street",
            "Anonymous",
            "The Mayor",
            "A Caller",
            "Eine Nachbarin",
            "Una vecina de la calle Mayor",
            "Local resident",
            "Head of Housing",
            "Tenant in Block C",
            "NHS England",
            "Neighbour",
            "Two parents",
            "een buurvrouw",
            "12 people",
            "محمد",
            "",
        ] {
            assert_eq!(named(who), None, "{who}");
        }
    }
}
