//! Finds keys that stand twice in an object. Reads what stands before a key once, whatever the number of its keys; no allocation.

use super::json::{Broken, Cursor};
use super::text::Text;

/// How many keys of an object are compared with each other, so that one with very many costs little.
const COMPARED_KEYS: usize = 64;

/// The first keys of an object, as far as they were asked for.
pub(super) struct Repeats<'a>(Option<Keys<'a>>);

struct Keys<'a> {
    /// Where the next key begins.
    next: Cursor<'a>,
    count: usize,
    texts: [Option<Text<'a>>; COMPARED_KEYS],
}

impl<'a> Repeats<'a> {
    pub(super) fn new() -> Self {
        Self(None)
    }

    /// Whether a key stands among the first `before` keys of the object that begins at `start`. Keys are asked about in their order, not all of them;
    /// those behind many others are not compared.
    pub(super) fn stood_before(&mut self, start: Cursor<'a>, key: Text<'a>, before: usize) -> Result<bool, Broken> {
        if before == 0 || before > COMPARED_KEYS {
            return Ok(false);
        }
        let earlier = match &mut self.0 {
            Some(earlier) => earlier,
            none => {
                let mut next = start;
                next.require(b'{')?;
                none.insert(Keys { next, count: 0, texts: [None; COMPARED_KEYS] })
            }
        };
        while earlier.count < before {
            let Some(place) = earlier.texts.get_mut(earlier.count) else { break };
            *place = Some(earlier.next.string()?);
            earlier.count = earlier.count.saturating_add(1);
            earlier.next.require(b':')?;
            earlier.next.skip()?;
            earlier.next.take(b',');
        }
        Ok(earlier.texts.iter().take(before).flatten().any(|other| other.same(&key)))
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{COMPARED_KEYS, Cursor, Repeats};

    /// Asks about the keys of an object at these places, in order.
    fn twice(text: &str, asked: &[usize]) -> Vec<bool> {
        let start = Cursor::new(text);
        let mut repeats = Repeats::new();
        let key = |index: usize| {
            let mut cursor = start;
            cursor.require(b'{').unwrap();
            for _ in 0..index {
                cursor.string().unwrap();
                cursor.require(b':').unwrap();
                cursor.skip().unwrap();
                cursor.take(b',');
            }
            cursor.string().unwrap()
        };
        asked.iter().map(|index| repeats.stood_before(start, key(*index), *index).unwrap()).collect()
    }

    #[test]
    fn keys_are_compared_by_their_text_and_not_by_their_values() {
        let text = r#" { "a" : {"b": 1}, "b": ["a"], "\u0061": "b", "c": 0, "b": 2, "d": 3 } "#;
        assert_eq!(twice(text, &[0, 1, 2, 3, 4, 5]), [false, false, true, false, true, false]);
        assert_eq!(twice(text, &[4, 5]), [true, false]);
        assert_eq!(twice(text, &[2]), [true]);
    }

    #[test]
    fn behind_many_keys_nothing_is_compared() {
        let many: Vec<String> = (0..COMPARED_KEYS).map(|i| format!("\"k{i}\":0")).collect();
        let text = format!("{{{},\"k0\":0,\"k1\":0}}", many.join(","));
        assert_eq!(twice(&text, &[COMPARED_KEYS, COMPARED_KEYS + 1]), [true, false]);
    }
}
