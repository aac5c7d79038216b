//! The closed lists of words that front matter may use (MODEL, "Vocabularies"). The data keeps these words; a theme says
//! them plainly.

/// Declares a closed list: an enum, its words, and the way back.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every word, in the order in which it is documented.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word in the data.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value that a word stands for.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

vocabulary! {
    /// What kind of story a file is; its folder says so.
    Kind {
        /// `content/impact`: what we did and what changed.
        Impact = "impact",
        /// `content/responses`: what people criticised and what we did about it.
        Response = "response",
        /// `content/answers`: a question people asked.
        Answer = "answer",
        /// Anywhere else.
        Page = "page",
    }
}

vocabulary! {
    /// How a criticism ended (public ombudsmen; FixMyStreet; Alaveteli).
    Outcome {
        /// You were right.
        Upheld = "upheld",
        /// You were right in part.
        PartlyUpheld = "partly_upheld",
        /// We see it differently.
        NotUpheld = "not_upheld",
        /// Put right without a decision about who was right.
        Resolved = "resolved",
        /// Somebody else decides about it.
        NotOurs = "not_ours",
        /// Whoever raised it took it back.
        Withdrawn = "withdrawn",
    }
}

vocabulary! {
    /// How a question was answered (Alaveteli).
    AnswerOutcome {
        /// In full.
        Answered = "answered",
        /// In part.
        Partly = "partly",
        /// We will not say.
        Refused = "refused",
        /// We do not know or keep it.
        NotHeld = "not_held",
    }
}

vocabulary! {
    /// Where a commitment stands (Open Government Partnership, PolitiFact, GAO).
    Status {
        /// Nothing has been done yet.
        NotStarted = "not_started",
        /// Being worked on.
        InProgress = "in_progress",
        /// Held up.
        Stalled = "stalled",
        /// Done.
        Complete = "complete",
        /// Done in part, and ended.
        PartlyMet = "partly_met",
        /// Not done, and ended.
        NotMet = "not_met",
        /// Given up.
        Cancelled = "cancelled",
        /// Replaced by another commitment.
        Superseded = "superseded",
        /// Somebody else has it now.
        Transferred = "transferred",
    }
}

impl Status {
    /// Whether nothing more is to come after this status.
    pub fn is_ending(self) -> bool {
        !matches!(self, Self::NotStarted | Self::InProgress | Self::Stalled)
    }
}

vocabulary! {
    /// What kind of change was made to a published story (newsroom policies, COPE, schema.org `CorrectionComment`).
    ChangeKind {
        /// It was wrong.
        Correction = "correction",
        /// It was unclear.
        Clarification = "clarification",
        /// The world has changed.
        Update = "update",
        /// It should not be relied on at all.
        Retraction = "retraction",
    }
}

vocabulary! {
    /// What a measure measures (IATI ResultType).
    Level {
        /// What we did.
        Output = "output",
        /// What changed for people.
        Outcome = "outcome",
        /// What changed for the place.
        Impact = "impact",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// Which direction of a measure is the better one.
    Better {
        /// More is better.
        Up = "up",
        /// Less is better.
        Down = "down",
        /// Neither.
        Neither = "neither",
    }
}

vocabulary! {
    /// What whoever raised it thinks of what we did.
    View {
        /// Satisfied.
        Satisfied = "satisfied",
        /// Partly satisfied.
        PartlySatisfied = "partly_satisfied",
        /// Not satisfied.
        NotSatisfied = "not_satisfied",
        /// We asked and heard nothing.
        NoReply = "no_reply",
    }
}

vocabulary! {
    /// How a voice reached us.
    Channel {
        /// A toot.
        Mastodon = "mastodon",
        /// An e-mail.
        Email = "email",
        /// A letter.
        Letter = "letter",
        /// A call.
        Phone = "phone",
        /// Face to face.
        InPerson = "in_person",
        /// A meeting.
        Meeting = "meeting",
        /// A survey.
        Survey = "survey",
        /// A petition.
        Petition = "petition",
        /// A newspaper or broadcaster.
        Press = "press",
        /// A regulator.
        Regulator = "regulator",
        /// An ombudsman.
        Ombudsman = "ombudsman",
        /// Any other way.
        Other = "other",
    }
}

vocabulary! {
    /// Who may see a toot.
    Visibility {
        /// Everybody, and in public timelines.
        Public = "public",
        /// Everybody, but not in public timelines.
        Unlisted = "unlisted",
        /// Followers only.
        Private = "private",
        /// Only those who are mentioned.
        Direct = "direct",
    }
}

vocabulary! {
    /// What a person agreed to.
    ConsentFor {
        /// Their words.
        Quote = "quote",
        /// Their name.
        Name = "name",
        /// Their photograph.
        Photo = "photo",
    }
}
