//! What a token may do: scopes and their algebra, tokens, an operator's grants, facts about a call, and the decision with its reasons.
//!
//! Making a [`Token`] closes its scopes under the algebra once. After that [`Token::allows`] is a table look-up and a bit test, and
//! [`Question::decide`] neither allocates nor hashes; text and lists are made only when somebody asks the [`Decision`] for them.
//!
//! Sources: the scopes and footnotes of each method in the vendor's reference, the vendor's list of scopes, and the guide whose permissions
//! suffice by default ([`Rules`]).

mod audit;
mod condition;
mod decision;
mod difference;
mod facts;
mod grant;
mod judge;
mod kind;
mod needs;
mod outcome;
mod question;
mod requirement;
mod rules;
mod scope;
mod token;
mod weigh;

pub use audit::{AuditContext, AuditRecord};
pub use condition::{Condition, ConditionSet, DecidedBy};
pub use decision::Decision;
pub use difference::{AccessDifference, difference};
pub use facts::{ChatFacts, Facts, RequesterFacts, TargetFacts, TargetType, UnknownTargetType};
pub use grant::{Grant, MethodSet, Right, UnknownRight};
pub use kind::{Role, TokenKind, UnknownRole, UnknownTokenKind};
pub use needs::{MOST_SETS, ScopeNeed, allowed_methods, smallest_scopes, unneeded_scopes};
pub use outcome::{Code, Effect};
pub use question::Question;
pub use requirement::{Alternative, Opens, Requirement};
pub use rules::{Rules, UnknownRules, UnknownWhenUnknown, WhenUnknown};
pub use scope::{Product, Scope, ScopeSet};
pub use token::Token;

pub(crate) use condition::ConditionFacts;
pub(crate) use scope::ScopeFacts;
