//! What a language is called by those who speak it, and by machines that share a page.

use crate::model::lang::Lang;

/// Languages in their own words (CLDR, `localeDisplayNames`, as a title begins), by tags in lower case. The whole tag is
/// looked up first, then its language alone.
const NAMES: [(&str, &str); 66] = [
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("az", "Azərbaycan"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("ckb", "کوردیی ناوەندی"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fa-af", "دری"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gd", "Gàidhlig"),
    ("gl", "Galego"),
    ("gu", "ગુજરાતી"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("prs", "دری"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("pt-br", "Português (Brasil)"),
    ("pt-pt", "Português (Portugal)"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ti", "ትግርኛ"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
];

/// The names of a site's languages. Two that would be called the same have their tags beside, so that nobody has to guess.
pub(super) fn names(languages: &[&Lang]) -> Vec<String> {
    let plain: Vec<&str> = languages.iter().map(|lang| name(lang)).collect();
    let named = |(lang, name): (&&Lang, &&str)| {
        let is_shared = plain.iter().filter(|other| *other == name).count() > 1;
        if is_shared { format!("{name} ({lang})") } else { (*name).to_owned() }
    };
    languages.iter().zip(&plain).map(named).collect()
}

/// A language in its own words; its tag where they are not known.
fn name(lang: &Lang) -> &str {
    let known = |tag: &str| {
        let at = NAMES.binary_search_by_key(&tag, |(known, _)| known).ok()?;
        Some(NAMES[at].1)
    };
    known(&lang.as_str().to_ascii_lowercase()).or_else(|| known(&lang.primary())).unwrap_or(lang.as_str())
}

/// A language as a page's card names it: `pt_BR` (ogp.me, `language_TERRITORY`), the language alone where no country is
/// named.
pub(super) fn locale(lang: &Lang) -> String {
    match lang.region() {
        Some(region) => format!("{}_{region}", lang.primary()),
        None => lang.primary(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang::parse(tag).unwrap()
    }

    #[test]
    fn names_are_sorted_by_their_tags_so_that_they_are_found() {
        assert!(NAMES.is_sorted_by_key(|(tag, _)| *tag));
    }

    #[test]
    fn no_two_languages_of_a_site_have_one_name() {
        let tags = ["en", "en-GB", "zh-Hans", "zh-Hant", "zh-TW", "pt-br", "qqq"].map(lang);
        let names = names(&tags.iter().collect::<Vec<_>>());
        let wanted =
            ["English (en)", "English (en-GB)", "简体中文", "繁體中文", "中文", "Português (Brasil)", "qqq"];
        assert_eq!(names, wanted);
    }

    #[test]
    fn a_card_names_the_country_only_where_the_tag_does() {
        let tags = ["pt-br", "en", "zh-Hant-TW", "zh-Hans", "es-419", "SR-latn-rs"];
        let locales = tags.map(|tag| locale(&lang(tag)));
        assert_eq!(locales, ["pt_BR", "en", "zh_TW", "zh", "es_419", "sr_RS"]);
    }
}
