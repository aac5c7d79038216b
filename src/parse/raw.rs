//! Raw HTML in a text: what it holds, where, and what of it the safe list will take out. The cleaning itself is ammonia's;
//! it does not say what it removed, so this reading goes before it.

use crate::html::Tag;
use crate::parse::safe_list::{may_have, may_write};
use url::Url;

/// What the safe list takes out of a tag, in the words of a message, and the host that it would have loaded from.
pub(crate) fn removed(tag: &Tag) -> Vec<(String, Option<String>)> {
    if !may_write(&tag.name) {
        let address = tag
            .attributes
            .iter()
            .find(|(name, _)| matches!(name.as_str(), "src" | "href" | "data" | "action"));
        return vec![(format!("`<{}>`", shown(&tag.name)), address.and_then(|(_, value)| host(value)))];
    }
    let refused = |(name, value): &(String, String)| {
        let script = matches!(name.as_str(), "href" | "src" | "cite") && is_script(value);
        script || !may_have(&tag.name, name)
    };
    let refused = tag.attributes.iter().filter(|attribute| refused(attribute));
    refused.map(|(name, _)| (format!("`{}` of `<{}>`", shown(name), tag.name), None)).collect()
}

fn shown(name: &str) -> String {
    name.chars().take(40).collect()
}

/// The host of an address on another one.
pub(crate) fn host(address: &str) -> Option<String> {
    let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
    Url::parse(whole.trim()).ok()?.host_str().map(str::to_owned)
}

fn is_script(address: &str) -> bool {
    let bare: String = address
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect::<String>()
        .to_ascii_lowercase();
    ["javascript:", "vbscript:", "data:"].iter().any(|scheme| bare.starts_with(scheme))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html;

    #[test]
    fn what_the_safe_list_takes_out_is_named() {
        let html = "<div onclick=x class='a'>\n<!-- <script> -->\n<script src=\"https://t.example/x.js\">if (a < b) {}</script><p style=\"color:red\">1 < 2 <a href=\" java\nscript:x\">y</a></div><img src=x.png srcset=y>";
        let tags = html::tokens(html).into_iter().filter_map(|token| match token.kind {
            html::Kind::Start(tag) => Some(tag),
            _ => None,
        });
        let found: Vec<String> = tags
            .flat_map(|tag| removed(&tag))
            .map(|(what, host)| format!("{what} {}", host.unwrap_or_default()))
            .collect();
        assert_eq!(
            found,
            [
                "`onclick` of `<div>` ",
                "`<script>` t.example",
                "`style` of `<p>` ",
                "`href` of `<a>` ",
                "`srcset` of `<img>` "
            ]
        );
    }
}
