//! The whole story as a feed carries it: what its front matter says around its text, as plain HTML that any reader shows.

use crate::html::escape;
use crate::model::commitment::Entry;
use crate::model::route::StoryIx;
use crate::model::safe_html::SafeHtml;
use crate::model::site::Resolved;
use crate::model::story::{Answer, Impact, Matter, Measure, Response, TheirView};
use crate::model::vocabulary::ConsentFor;
use crate::model::voice::Voice;
use crate::render::body::{self, Base};
use crate::render::{Press, xml};
use crate::theme::Words;

/// A story with absolute addresses, fit for XML. Words and names of people are in it only while they agree.
pub(in crate::render) fn full_text(press: &Press, ix: StoryIx) -> SafeHtml {
    let base = Base::Absolute(press.config().url.as_str());
    // A text that grows by doubling would keep up to half of its memory for nothing, for as long as the press is there.
    let body = &press.story(ix).body;
    let out = String::with_capacity(body.html.len() + 96 * body.holes.len() + 256);
    let mut text = Text { out, press, ix, base, words: press.words(press.story_lang(ix)) };
    text.write();
    match xml::clean(&text.out) {
        std::borrow::Cow::Borrowed(_) => SafeHtml::trusted(text.out),
        std::borrow::Cow::Owned(clean) => SafeHtml::trusted(clean),
    }
}

/// What is being written.
struct Text<'a> {
    out: String,
    press: &'a Press,
    ix: StoryIx,
    base: Base<'a>,
    words: &'a Words,
}

impl Text<'_> {
    /// Everything, in the order in which the page has it.
    fn write(&mut self) {
        let (press, ix) = (self.press, self.ix);
        let story = press.story(ix);
        self.voices(story.voices());
        self.out.push_str(body::html(story, press.ties(ix), self.base).as_str());
        match &story.matter {
            Matter::Impact(impact) => self.impact(impact),
            Matter::Response(response) => self.response(response),
            Matter::Answer(answer) => self.answer(answer),
            Matter::Page => {}
        }
        self.quotations();
        self.promises();
        self.progress();
        let their_view = match &story.matter {
            Matter::Response(response) => response.their_view.as_ref(),
            Matter::Answer(answer) => answer.their_view.as_ref(),
            Matter::Impact(_) | Matter::Page => None,
        };
        self.their_view(their_view);
        self.evidence();
        self.changes();
    }

    /// What was criticised or asked, each with how it ended and why.
    fn voices(&mut self, voices: &[Voice]) {
        let is_response = matches!(self.press.story(self.ix).matter, Matter::Response(_));
        for voice in voices {
            self.out.push_str("<blockquote><p>");
            self.push(&voice.said);
            self.out.push_str("</p></blockquote>");
            if !is_response {
                continue;
            }
            let key = voice.outcome.map_or("open", |outcome| outcome.word());
            self.strong(&self.word("outcome", key));
            if let Some(reasons) = &voice.reasons {
                self.paragraph(reasons);
            }
            if let Some(to) = &voice.passed_to {
                self.named("voice.passed_to", to);
            }
        }
    }

    fn impact(&mut self, impact: &Impact) {
        for measure in &impact.measures {
            self.measure(measure);
        }
        if let Some(limitations) = &impact.limitations {
            self.named("measure.limitations", limitations);
        }
        if !impact.partners.is_empty() {
            self.heading("measure.partners");
            self.out.push_str("<ul>");
            for partner in &impact.partners {
                self.out.push_str("<li>");
                self.linked(&partner.name, partner.link);
                if let Some(role) = &partner.role {
                    self.push(": ");
                    self.push(role);
                }
                self.out.push_str("</li>");
            }
            self.out.push_str("</ul>");
        }
        if let Some(part) = &impact.our_part {
            self.named("measure.our_part", part);
        }
    }

    /// The figures as a table; a reader shows no drawing that it has no style for.
    fn measure(&mut self, measure: &Measure) {
        self.strong(&measure.indicator);
        self.out.push_str("<table><tbody>");
        let before = measure.baseline.iter().map(|reading| (Some("measure.baseline"), reading));
        let results = measure.results.iter().map(|reading| (None, reading));
        let aim = measure.target.iter().map(|reading| (Some("measure.target"), reading));
        for (key, reading) in before.chain(results).chain(aim) {
            self.out.push_str("<tr><th>");
            if let Some(key) = key {
                self.push(self.words.text(key));
                self.push(", ");
            }
            self.push(&self.words.period(&reading.period));
            if let Some(group) = &reading.group {
                self.push(", ");
                self.push(group);
            }
            self.out.push_str("</th><td>");
            self.push(reading.value.written());
            if let Some(unit) = measure.unit.as_deref().filter(|_| reading.value.number().is_some()) {
                self.push("\u{a0}");
                self.push(unit);
            }
            self.out.push_str("</td><td>");
            self.push(reading.note.as_deref().unwrap_or_default());
            self.out.push_str("</td></tr>");
        }
        self.out.push_str("</tbody></table>");
        if let Some(method) = &measure.method {
            self.named("measure.method", method);
        }
    }

    fn response(&mut self, response: &Response) {
        if !response.remedy.is_empty() {
            self.heading("response.remedy");
            self.out.push_str("<ul>");
            for done in &response.remedy {
                self.out.push_str("<li>");
                self.push(done);
                self.out.push_str("</li>");
            }
            self.out.push_str("</ul>");
        }
        if let Some(review) = &response.review {
            self.heading("response.review");
            self.out.push_str("<p>");
            self.linked(&review.title, Some(review.link));
            self.out.push_str("</p>");
        }
    }

    fn answer(&mut self, answer: &Answer) {
        if let Some(outcome) = answer.outcome {
            self.strong(&self.word("answer_outcome", outcome.word()));
        }
        if answer.leads_to.is_empty() {
            return;
        }
        self.heading("response.leads_to");
        self.out.push_str("<ul>");
        for lead in &answer.leads_to {
            self.out.push_str("<li>");
            self.linked(&lead.title, Some(lead.link));
            self.out.push_str("</li>");
        }
        self.out.push_str("</ul>");
    }

    fn quotations(&mut self) {
        let (story, today) = (self.press.story(self.ix), self.press.site().today);
        for quotation in &story.quotations {
            let consent = quotation.consent.as_ref();
            if !consent.is_some_and(|consent| consent.allows(ConsentFor::Quote, today)) {
                continue;
            }
            self.out.push_str("<blockquote><p>");
            self.push(&quotation.text);
            self.out.push_str("</p>");
            if let Some(who) = quotation.who_on(today) {
                self.out.push_str("<p>");
                self.push(who);
                self.out.push_str("</p>");
            }
            self.out.push_str("</blockquote>");
        }
    }

    /// What the story promises, with where it stands. How late it is today is left to the page: a reader shows an item
    /// that changes daily as new every day.
    fn promises(&mut self) {
        let (press, words) = (self.press, self.words);
        let promises: Vec<_> =
            press.ties(self.ix).promises.iter().filter_map(|ix| press.site().promises.get(*ix)).collect();
        if promises.is_empty() {
            return;
        }
        self.heading("promise.title");
        self.out.push_str("<ul>");
        for promise in promises {
            let (story, index, address) = promise.said_in(&press.story(self.ix).edition);
            let Some(commitment) = press.story(story).commitments.get(index) else {
                continue;
            };
            self.out.push_str("<li><a href=\"");
            self.push(&self.base.address(address));
            self.out.push_str("\">");
            self.push(&commitment.what);
            self.out.push_str("</a>: ");
            let status = self.word("status", promise.status.word());
            let due = format!("{status}; {} {}", words.text("promise.first_due"), words.due(commitment.due));
            self.push(&due);
            if promise.due != commitment.due {
                self.push(&format!("; {} {}", words.text("promise.due_now"), words.due(promise.due)));
            }
            self.out.push_str("</li>");
        }
        self.out.push_str("</ul>");
    }

    /// News about what other stories promised.
    fn progress(&mut self) {
        let press = self.press;
        let story = press.story(self.ix);
        if story.progress.is_empty() {
            return;
        }
        self.heading("promise.progress");
        self.out.push_str("<ul>");
        for (progress, made) in story.progress.iter().zip(&press.ties(self.ix).progress) {
            let promise = made.and_then(|ix| press.site().promises.get(ix));
            let what = promise.and_then(|promise| {
                let (story, index, address) = promise.said_in(&story.edition);
                press.story(story).commitments.get(index).map(|it| (address, it))
            });
            self.out.push_str("<li>");
            match what {
                Some((address, commitment)) => {
                    let address = self.base.address(address);
                    self.out.push_str("<a href=\"");
                    self.push(&address);
                    self.out.push_str("\">");
                    self.push(&commitment.what);
                    self.out.push_str("</a>");
                }
                None => self.push(&progress.commitment),
            }
            self.push(": ");
            self.entry(&progress.entry);
            self.out.push_str("</li>");
        }
        self.out.push_str("</ul>");
    }

    fn entry(&mut self, entry: &Entry) {
        let words = self.words;
        self.push(&format!("{}, {}", words.day(entry.date), self.word("status", entry.status.word())));
        if let Some(due) = entry.due {
            self.push("; ");
            self.push(&words.fill("promise.new_date", &[("date", &words.due(due))]));
        }
        if let Some(note) = &entry.note {
            self.push(". ");
            self.push(note);
        }
    }

    fn their_view(&mut self, view: Option<&TheirView>) {
        let Some(view) = view else { return };
        self.heading("story.their_view");
        self.out.push_str("<p>");
        let name = self.word("views", view.view.word());
        self.push(&format!("{} ({})", name, self.words.day(view.date)));
        if let Some(note) = &view.note {
            self.push(". ");
            self.push(note);
        }
        self.out.push_str("</p>");
    }

    fn evidence(&mut self) {
        let story = self.press.story(self.ix);
        if story.evidence.is_empty() {
            return;
        }
        self.heading("story.evidence");
        self.out.push_str("<ul>");
        for evidence in &story.evidence {
            self.out.push_str("<li>");
            self.linked(&evidence.title, evidence.link);
            self.out.push_str("</li>");
        }
        self.out.push_str("</ul>");
    }

    /// Changes with what stood there before, newest first.
    fn changes(&mut self) {
        let story = self.press.story(self.ix);
        if story.changes.is_empty() {
            return;
        }
        self.heading("story.changes");
        for change in story.changes.iter().rev() {
            self.out.push_str("<p><strong>");
            let kind = self.word("changes", change.kind.word());
            self.push(&format!("{kind}, {}", self.words.when(&change.date)));
            self.out.push_str("</strong>. ");
            self.push(&change.text);
            if let Some(was) = &change.was {
                self.push(" ");
                self.push(self.words.text("story.was"));
                self.push(" ");
                self.out.push_str("<del>");
                self.push(was);
                self.out.push_str("</del>");
            }
            self.out.push_str("</p>");
        }
    }

    /// A title, with its address where the link leads somewhere.
    fn linked(&mut self, title: &str, link: Option<usize>) {
        let ties = self.press.ties(self.ix);
        let resolved = link.and_then(|link| ties.links.get(link));
        let here = matches!(resolved, Some(Resolved::Here(_))).then(|| self.base.address(&ties.address));
        match resolved.and_then(|resolved| body::link(resolved, self.base)) {
            Some(href) => {
                self.out.push_str("<a href=\"");
                self.push(&here.unwrap_or_default());
                self.push(&href);
                self.out.push_str("\">");
                self.push(title);
                self.out.push_str("</a>");
            }
            None => self.push(title),
        }
    }

    /// A word of the data in words for people.
    fn word(&self, vocabulary: &str, word: &str) -> String {
        self.words.text(&format!("{vocabulary}.{word}")).to_owned()
    }

    fn heading(&mut self, key: &str) {
        self.out.push_str("<h2>");
        self.push(self.words.text(key));
        self.out.push_str("</h2>");
    }

    fn named(&mut self, key: &str, text: &str) {
        self.out.push_str("<p><strong>");
        self.push(self.words.text(key));
        self.out.push_str("</strong>: ");
        self.push(text);
        self.out.push_str("</p>");
    }

    fn strong(&mut self, text: &str) {
        self.out.push_str("<p><strong>");
        self.push(text);
        self.out.push_str("</strong></p>");
    }

    fn paragraph(&mut self, text: &str) {
        self.out.push_str("<p>");
        self.push(text);
        self.out.push_str("</p>");
    }

    fn push(&mut self, text: &str) {
        escape(&mut self.out, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::press;

    #[test]
    fn an_impact_story_brings_its_figures_and_promises_and_nothing_that_xml_leaves_out() {
        insta::assert_snapshot!(full_text(&press(), 0).as_str().replace("><", ">\n<"));
    }

    #[test]
    fn a_response_brings_what_was_criticised_and_decided_but_no_words_without_consent() {
        insta::assert_snapshot!(full_text(&press(), 2).as_str().replace("><", ">\n<"));
    }
}
