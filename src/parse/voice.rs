//! Criticisms, questions and quotations: where people speak in the front matter.

use crate::config::rule;
use crate::model::body::Target;
use crate::model::vocabulary::{Channel, Outcome};
use crate::model::voice::{Quotation, Voice};
use crate::parse::desk::{Desk, Said, consent, consented};
use crate::parse::target;
use crate::yaml::fields::Fields;

/// Reads a list of voices; only criticisms have an outcome of their own.
pub(crate) fn voices(
    fields: &Fields<'_>,
    name: &'static str,
    desk: &mut Desk<'_>,
    criticisms: bool,
) -> Vec<Voice> {
    fields.items(name).iter().filter_map(|item| voice(item, desk, criticisms)).collect()
}

fn voice(item: &Fields<'_>, desk: &mut Desk<'_>, criticism: bool) -> Option<Voice> {
    let said = item.required("said");
    let quote = item.text("quote");
    let consent = consent(item);
    let raised_by = item.text("raised_by").filter(|who| who != "anonymous");
    let words = quote.as_ref().map(|_| "quote");
    consented(item, &Said { words, who_field: "raised_by", who: raised_by.as_deref() }, consent.as_ref());
    let voice = Voice {
        quote,
        consent,
        raised_by,
        people: item.count("people"),
        channel: item.word("channel", Channel::ALL, Channel::word),
        sources: sources(item, desk),
        received: item.when("received", desk.zone),
        acknowledged: item.when("acknowledged", desk.zone),
        responded: item.when("responded", desk.zone),
        outcome: criticism.then(|| item.word("outcome", Outcome::ALL, Outcome::word)).flatten(),
        reasons: criticism.then(|| item.text("reasons")).flatten(),
        section: desk.link(item, "section"),
        passed_to: criticism.then(|| item.text("passed_to")).flatten(),
        said: said.clone().unwrap_or_default(),
    };
    item.finish();
    said.map(|_| voice)
}

/// Toots or pages where it was said: whole addresses.
fn sources(item: &Fields<'_>, desk: &Desk<'_>) -> Vec<String> {
    let located = item.located_texts("sources");
    for (written, path) in &located {
        if matches!(target::target(written, desk.file), Target::Broken) {
            let place = item.findings().at(path);
            let found = rule::ADDRESS.at(place, format!("`{written}` is not an address"));
            item.findings().add(found.hint("write the whole address of the toot or page"));
        }
    }
    located.into_iter().map(|(written, _)| written).collect()
}

/// Words of people outside a criticism.
pub(crate) fn quotations(fields: &Fields<'_>) -> Vec<Quotation> {
    let mut quotations = Vec::new();
    for item in fields.items("quotations") {
        let text = item.required("text");
        let who = item.text("who");
        let consent = consent(&item);
        let words = text.as_ref().map(|_| "text");
        consented(&item, &Said { words, who_field: "who", who: who.as_deref() }, consent.as_ref());
        item.finish();
        quotations.extend(text.map(|text| Quotation { text, who, consent }));
    }
    quotations
}
