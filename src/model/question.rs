//! What a person has to decide, because no rule can.

/// A question: nothing is changed before it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is known.
    pub known: String,
    /// How to answer, as a command.
    pub answer: String,
}

impl Question {
    /// Whether to post again.
    pub fn post_again(known: impl Into<String>, story: &str) -> Question {
        let answer = format!("to post it again: `hearback toot --post --again {story}`");
        Question { known: known.into(), answer }
    }

    /// Whether to post again what is out no more: somebody may have deleted it on purpose.
    pub fn gone(known: impl Into<String>, story: &str) -> Question {
        let Question { known, answer } = Question::post_again(known, story);
        Question {
            known,
            answer: format!("{answer}\n  to leave it deleted: `hearback toot retract {story}`"),
        }
    }

    /// Whether a page that was announced as `former`, a story that is not on the site any more, is this story's: its `id`
    /// changed, perhaps.
    pub fn former(story: &str, former: &str, url: &str) -> Question {
        let known = format!(
            "its page was announced as `{former}`, which is not on the site any more (was its `id` changed?): {url}"
        );
        let Question { known, answer } = Question::post_again(known, story);
        let adopt = format!("if it is the same story: `hearback toot adopt {story} {url}`");
        Question { known, answer: format!("{adopt}\n  if not, {answer}") }
    }

    /// Which of the toots at these addresses is the story's.
    pub fn which(known: impl Into<String>, story: &str, first: &str) -> Question {
        Question { known: known.into(), answer: format!("say which: `hearback toot adopt {story} {first}`") }
    }
}
