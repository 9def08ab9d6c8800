//! Who calls, and for whom: access tokens, accounts, organizations, data centres. Requests and signing in share them. Pure data.

use crate::input::{Rule, checked, plain, token};

token! {
    /// A token that calls the API: of an agent, a bot or a customer. It goes as `Authorization: Bearer`, a personal one as `Basic` beside its account.
    AccessToken = "access_token"
}

checked! {
    /// ID of an agent's account, a UUID today: 1 to 128 letters, digits, `-` and `_`.
    pub struct AccountId,
    |text| {
        const ABOUT: &str = "it is 1 to 128 characters: letters, digits, `-`, `_`";
        Rule { field: "account_id", least: 1, most: 128, fits: plain, about: ABOUT }.check(text)
    }
}

checked! {
    /// ID of an organization, as signing in, the Customer Chat API and RTM connections ask for it: 1 to 64 letters, digits, `-` and `_`. It is a UUID
    /// today, or a text of that length that isn't quite one in the vendor's samples.
    pub struct OrganizationId,
    |text| {
        const ABOUT: &str = "it is 1 to 64 characters: letters, digits, `-`, `_`";
        Rule { field: "organization_id", least: 1, most: 64, fits: plain, about: ABOUT }.check(text)
    }
}

named! {
    /// A data centre, as the header `X-Region` and errors name it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    #[non_exhaustive]
    pub enum Region {
        /// Dallas, United States.
        Dal = "dal",
        /// Frankfurt, Germany.
        Fra = "fra",
    }
    error UnknownRegion = "not a region; it is `dal` or `fra`";
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{AccessToken, AccountId, OrganizationId};
    use crate::input::InputCode;

    #[test]
    fn nothing_that_breaks_a_url_or_a_header_is_an_id() {
        let bad = ["", "a b", "a\r\nb", "a\0", "ä", "a&b=c", "a#", "a/b", "a?b", "a%20", "a+b", "a:b", ".."];
        for bad in bad {
            assert!(OrganizationId::parse(bad).is_err() && AccountId::parse(bad).is_err(), "{bad:?}");
        }
        assert!(OrganizationId::parse("142cf3ad-5d54-4cf6-8ce1-3773d14d7f3f").is_ok());
        let code = |most: usize| OrganizationId::parse(&"a".repeat(most)).map_err(|e| e.code()).err();
        assert_eq!((code(64), code(65)), (None, Some(InputCode::TooLong)));
        let code = |most: usize| AccountId::parse(&"a".repeat(most)).map_err(|e| e.code()).err();
        assert_eq!((code(128), code(129)), (None, Some(InputCode::TooLong)));
    }

    #[test]
    fn a_token_is_checked_and_never_shown() {
        let code = |text: &str| AccessToken::parse(text).map_err(|e| e.code()).err();
        assert_eq!(code("dal:a-b_c.d~e+/="), None);
        assert_eq!(code("dal%3Aabc"), Some(InputCode::StillEncoded));
        assert_eq!((code("a b"), code("a\nb")), (Some(InputCode::BadCharacter), Some(InputCode::BadCharacter)));
        let token = AccessToken::parse("s3cr3t").unwrap();
        assert!(!format!("{token:?} {:?}", AccessToken::parse("s3cr3t\n")).contains("s3cr3t"));
        assert_ne!(token, AccessToken::parse("s3cr3u").unwrap());
    }
}
