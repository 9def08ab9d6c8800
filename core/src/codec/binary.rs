//! The content of a file in a body: base64 (RFC 4648, padded, no spare bits), whose limit is about the bytes that it stands for. No allocation.

use alloc::format;

use super::fault::{FaultCode, Path};
use super::json::Broken;
use super::validate::Validator;

impl Validator<'_> {
    /// Reads the content of a file of at most so many bytes.
    pub(super) fn binary(&mut self, most: Option<u32>, path: &Path<'_>) -> Result<(), Broken> {
        let position = self.cursor.position();
        let text = self.cursor.string()?;
        let bytes = match text.plain() {
            Some(plain) => bytes_in(plain.chars()),
            None => bytes_in(text.chars()),
        };
        match (bytes, most) {
            (None, _) => self.fault(FaultCode::BadFormat, path, position, "It is the content of a file as base64."),
            (Some(bytes), Some(most)) if bytes > most as usize => {
                self.fault(FaultCode::TooLong, path, position, format!("It has at most {most} bytes, before base64."));
            }
            _ => {}
        }
        Ok(())
    }
}

/// How many bytes a text of base64 stands for.
fn bytes_in(text: impl Iterator<Item = char>) -> Option<usize> {
    let (mut digits, mut padding, mut last) = (0usize, 0usize, 0u32);
    for c in text {
        let digit = match c {
            'A'..='Z' => u32::from(c).wrapping_sub(u32::from('A')),
            'a'..='z' => u32::from(c).wrapping_sub(u32::from('a')).wrapping_add(26),
            '0'..='9' => u32::from(c).wrapping_sub(u32::from('0')).wrapping_add(52),
            '+' => 62,
            '/' => 63,
            '=' => {
                padding = padding.saturating_add(1);
                continue;
            }
            _ => return None,
        };
        if padding > 0 {
            return None;
        }
        last = digit;
        digits = digits.saturating_add(1);
    }
    // Four digits are three bytes; what the last digit has beyond whole bytes is zero.
    let fits = match (digits & 3, padding) {
        (0, 0) => true,
        (2, 2) => last.trailing_zeros() >= 4,
        (3, 1) => last.trailing_zeros() >= 2,
        _ => false,
    };
    let whole = (digits >> 2).saturating_mul(3);
    fits.then(|| whole.saturating_add((digits & 3).saturating_sub(1)))
}

#[cfg(test)]
mod tests {
    use super::bytes_in;

    #[test]
    fn base64_is_padded_and_without_spare_bits() {
        for (text, bytes) in [
            ("", Some(0)),
            ("YQ==", Some(1)),
            ("YWI=", Some(2)),
            ("YWJj", Some(3)),
            ("+/+/YQ==", Some(4)),
            ("YQ", None),
            ("YQ=", None),
            ("YR==", None),
            ("YWJ=", None),
            ("YI==", None),
            ("YWK=", None),
            ("Y", None),
            ("Y===", None),
            ("====", None),
            ("YQ==YQ==", None),
            ("-_-_", None),
            ("YWJj\n", None),
        ] {
            assert_eq!(bytes_in(text.chars()), bytes, "{text:?}");
        }
    }
}
