//! A row of numbers and the texts that it refers to, as Rust constants. Pure.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

/// A part of the row, numbers of names still open.
enum Token {
    Number(u64),
    Name(String),
}

/// Texts in the order of their first use. The first use is written as 0, which means: the next one; a later one as its number and 1.
#[derive(Default)]
struct Fresh {
    texts: Vec<String>,
    numbers: HashMap<String, u64>,
}

impl Fresh {
    fn number(&mut self, text: &str) -> u64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), self.texts.len() as u64);
        0
    }
}

/// Collects tokens and texts.
#[derive(Default)]
pub(super) struct Writer {
    tokens: Vec<Token>,
    words: Fresh,
    abouts: Fresh,
    /// How many fields the objects have.
    fields: usize,
}

impl Writer {
    pub(super) fn count_fields(&mut self, more: usize) {
        self.fields += more;
    }

    pub(super) fn number(&mut self, number: impl TryInto<u64>) {
        self.tokens.push(Token::Number(number.try_into().unwrap_or_default()));
    }

    pub(super) fn flag(&mut self, on: bool) {
        self.number(u64::from(on));
    }

    /// Numbers with their widths, the first in the lowest bits.
    pub(super) fn bits(&mut self, parts: &[(u64, u32)]) {
        let packed = parts.iter().rev().fold(0, |all, (part, width)| all << width | part);
        self.number(packed);
    }

    /// How many bits are set, and their numbers.
    pub(super) fn positions(&mut self, bits: u64) {
        let set: Vec<u32> = (0..u64::BITS).filter(|b| bits >> b & 1 == 1).collect();
        self.number(set.len());
        for bit in set {
            self.number(bit);
        }
    }

    pub(super) fn signed(&mut self, number: i64) {
        self.number((number << 1 ^ number >> 63).cast_unsigned());
    }

    /// A number whose lowest bit says that it isn't whole: then the bits of the float follow.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::float_cmp,
        reason = "that is what is asked"
    )]
    pub(super) fn float(&mut self, number: f64) {
        let whole = number as i64;
        if whole as f64 == number && whole.abs() < 1 << 53 {
            self.number((whole << 1 ^ whole >> 63).cast_unsigned() << 1);
        } else {
            self.number(1u8);
            self.number(number.to_bits());
        }
    }

    /// The name of a field.
    pub(super) fn name(&mut self, name: &str) {
        self.tokens.push(Token::Name(name.to_owned()));
    }

    /// Another short text.
    pub(super) fn word(&mut self, text: &str) {
        let number = self.words.number(text);
        self.number(number);
    }

    /// A description.
    pub(super) fn about(&mut self, text: &str) {
        let number = self.abouts.number(text);
        self.number(number);
    }

    /// Names, those that are used most first, so that their numbers are short.
    fn names(&self) -> Vec<&str> {
        let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
        for token in &self.tokens {
            if let Token::Name(name) = token {
                *uses.entry(name).or_default() += 1;
            }
        }
        let mut names: Vec<(&str, usize)> = uses.into_iter().collect();
        names.sort_by_key(|(_, uses)| std::cmp::Reverse(*uses));
        names.into_iter().map(|(name, _)| name).collect()
    }

    /// The constants.
    pub(super) fn rust(&self) -> String {
        let names = self.names();
        let numbers: HashMap<&str, u64> = names.iter().zip(0..).map(|(n, i)| (*n, i)).collect();
        let mut row = Vec::new();
        for token in &self.tokens {
            let mut number = match token {
                Token::Number(number) => *number,
                Token::Name(name) => numbers[name.as_str()],
            };
            while number > 0x7f {
                row.push(number.to_le_bytes()[0] | 0x80);
                number >>= 7;
            }
            row.push(number.to_le_bytes()[0]);
        }
        let mut out =
            format!("/// How many fields all objects have.\npub(crate) const FIELDS: usize = {};\n\n", self.fields);
        let words: Vec<&str> = self.words.texts.iter().map(String::as_str).collect();
        let abouts: Vec<&str> = self.abouts.texts.iter().map(String::as_str).collect();
        for (constant, about, texts) in [
            ("NAMES", "Names of fields, one a line.", names),
            ("WORDS", "Other short texts.", words),
            ("ABOUTS", "Descriptions of fields that messages name.", abouts),
        ] {
            assert!(texts.iter().all(|t| !t.contains('\n')), "a text has a line break");
            let _ = write!(out, "/// {about}\npub(crate) const {constant}: &str = \"\\");
            // White space after an escaped line break is dropped.
            assert!(
                texts.first().is_none_or(|t| t.starts_with(|c: char| !c.is_whitespace())),
                "{constant} begins empty"
            );
            let lines: Vec<String> = texts.iter().map(|t| t.escape_debug().collect()).collect();
            let _ = writeln!(out, "\n{}\";\n", lines.join("\n"));
        }
        let _ = writeln!(out, "/// How they make up the tables.\npub(crate) const ROW: &[u8] = b\"\\");
        for part in row.chunks(64) {
            let _ = writeln!(out, "{}\\", part.escape_ascii().to_string().replace(' ', "\\x20"));
        }
        out.push_str("\";\n");
        out
    }
}
