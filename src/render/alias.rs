//! What stands at an old address: a page that leads to the new one, without a script.

use super::body::Base;
use super::policy::BARE;
use super::xml;
use crate::config::Config;
use crate::html::escaped;
use crate::model::route::StoryIx;
use crate::model::site::Site;

/// The page at an old address of a story.
pub(super) fn write(site: &Site, config: &Config, ix: StoryIx) -> Vec<u8> {
    let (Some(story), Some(ties)) = (site.stories.get(ix), site.ties.get(ix)) else { return Vec::new() };
    let lang = story.written_in(&config.language);
    let direction = if lang.is_right_to_left() { "rtl" } else { "ltr" };
    let title = escaped(&xml::clean(&story.title));
    let path = escaped(&Base::Page(config.base_path()).address(&ties.address));
    let whole = escaped(&Base::Absolute(config.url.as_str()).address(&ties.address));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\" dir=\"{direction}\">\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{BARE}\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <link rel=\"canonical\" href=\"{whole}\">\n<meta http-equiv=\"refresh\" content=\"0; url={path}\">\n\
         <p><a href=\"{path}\">{title}</a></p>\n</html>\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::{config, site};

    #[test]
    fn an_old_address_leads_to_the_new_one() {
        insta::assert_snapshot!(String::from_utf8(write(&site(), &config(), 3)).expect("UTF-8"), @r#"
<!doctype html>
<html lang="en" dir="ltr">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<title>Must I boil it?&lt;/script&gt;</title>
<meta name="viewport" content="width=device-width">
<link rel="canonical" href="https://wells.example/news/answers/boil/">
<meta http-equiv="refresh" content="0; url=/news/answers/boil/">
<p><a href="/news/answers/boil/">Must I boil it?&lt;/script&gt;</a></p>
</html>
"#);
    }
}
