//! The float that is nearest to a decimal number. As exact as the library's own reading, whose tables are 10 kB that no compression makes smaller; this one
//! has none, and is as quick for numbers that people write. Pure functions of the text.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// More digits than these tell two floats apart only as something or nothing.
const MOST_DIGITS: usize = 770;

/// Digits of the least number that is nearer to infinity than to the greatest float; 309 of them stand before its point.
const BEYOND: &[u8] = b"17976931348623158079372897140530341507993413271003782693617377898044496829276475094664901797758720709633028641669288791094\
65555478519404026306574886715058206819089020007083836762738548458177115317644757302700698555713669596228429148198608349364752927190741684443655107\
0434271155969950809304288";

/// A decimal number as it is written.
#[derive(Clone, Copy)]
pub(crate) struct Decimal<'a> {
    negative: bool,
    /// Digits before and after the point.
    digits: (&'a [u8], &'a [u8]),
    /// Zeros that come first.
    zeros: usize,
    /// It is 0.1 to 1 times ten to this, unless it is zero.
    order: i64,
}

impl<'a> Decimal<'a> {
    /// Reads what the library reads as a float, but for its words for what isn't a number.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        let (negative, rest) = sign(text.as_bytes());
        let (whole, rest) = digits(rest);
        let (places, rest) = match rest.split_first() {
            Some((b'.', rest)) => digits(rest),
            _ => (&[][..], rest),
        };
        let exponent = match rest.split_first() {
            None => 0,
            Some((b'e' | b'E', rest)) => {
                let (negative, rest) = sign(rest);
                let (digits, rest) = digits(rest);
                if digits.is_empty() || !rest.is_empty() {
                    return None;
                }
                let size = digits.iter().fold(0i64, |n, d| n.saturating_mul(10).saturating_add(value(*d).into()));
                if negative { size.saturating_neg() } else { size }
            }
            Some(_) => return None,
        };
        if whole.is_empty() && places.is_empty() {
            return None;
        }
        let zeros = whole.iter().chain(places).take_while(|d| **d == b'0').count();
        let length = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let order = exponent.saturating_add(length(whole.len())).saturating_sub(length(zeros));
        Some(Self { negative, digits: (whole, places), zeros, order })
    }

    fn digits(self) -> impl Iterator<Item = &'a u8> + Clone {
        self.digits.0.iter().chain(self.digits.1).skip(self.zeros)
    }

    /// Whether it is nearer to infinity than to any float.
    pub(crate) fn is_beyond(self) -> bool {
        self.digits().next().is_some()
            && (self.order > 309 || self.order == 309 && self.digits().cmp(BEYOND) != Ordering::Less)
    }

    /// The nearest float; of two as near, the even one.
    pub(crate) fn float(self) -> f64 {
        let size = if self.is_beyond() { f64::INFINITY } else { self.size() };
        if self.negative { -size } else { size }
    }

    /// The same for a comparison with numbers of an everyday size, between 1e-30 and 1e30 or zero: what is far from them may be any float that is.
    pub(crate) fn everyday(mut self) -> f64 {
        self.order = self.order.clamp(-40, 40);
        self.float()
    }

    #[allow(clippy::cast_precision_loss, reason = "the number is below 2 to the 53rd")]
    fn size(self) -> f64 {
        // Nothing is nearer to the least float than to zero from here on.
        if self.order < -330 || self.digits().next().is_none() {
            return 0.0;
        }
        let (mut short, mut scale) = (0u64, self.order);
        for (index, digit) in self.digits().enumerate() {
            if index > 15 {
                return self.long();
            }
            short = short.wrapping_mul(10).wrapping_add(value(*digit).into());
            scale = scale.wrapping_sub(1);
        }
        // Both numbers are floats, so that one operation rounds once.
        if short > 1 << 53 || !(-22..=22).contains(&scale) {
            return self.long();
        }
        let power = (0..scale.unsigned_abs()).fold(1.0, |power, _| power * 10.0);
        if scale < 0 { short as f64 / power } else { short as f64 * power }
    }

    /// The number as a fraction of two whole ones, which are divided bit by bit.
    fn long(self) -> f64 {
        let (mut over, mut under) = (Big(Vec::new()), Big(alloc::vec![1]));
        let mut scale = self.order;
        let more = self.digits().skip(MOST_DIGITS).any(|d| *d != b'0').then_some(&b'1');
        let (mut chunk, mut factor) = (0u32, 1u32);
        for digit in self.digits().take(MOST_DIGITS).chain(more) {
            chunk = chunk.wrapping_mul(10).wrapping_add(value(*digit));
            factor = factor.wrapping_mul(10);
            scale = scale.wrapping_sub(1);
            if factor == BILLION {
                over.scale(factor, chunk);
                (chunk, factor) = (0, 1);
            }
        }
        over.scale(factor, chunk);
        let side = if scale < 0 { &mut under } else { &mut over };
        let mut rest = scale.unsigned_abs();
        while rest > 0 {
            let step = rest.min(9);
            side.scale((0..step).fold(1, |n: u32, _| n.wrapping_mul(10)), 0);
            rest = rest.wrapping_sub(step);
        }
        // Between 1 and 2, times two to the exponent.
        let mut exponent = over.bits().wrapping_sub(under.bits());
        let side = if exponent < 0 { &mut over } else { &mut under };
        side.shift(exponent.unsigned_abs());
        if over.cmp(&under) == Ordering::Less {
            over.shift(1);
            exponent = exponent.wrapping_sub(1);
        }
        // Floats that are nearly zero have fewer bits.
        let least = exponent.max(-1022);
        let bits = exponent.wrapping_sub(least).wrapping_add(53);
        if bits < 0 {
            return 0.0;
        }
        let mut found = 0u64;
        for _ in 0..bits {
            found = found.wrapping_shl(1);
            if over.cmp(&under) != Ordering::Less {
                over.take(&under);
                found |= 1;
            }
            over.shift(1);
        }
        let up = match over.cmp(&under) {
            Ordering::Less => 0,
            Ordering::Equal => found & 1,
            Ordering::Greater => 1,
        };
        let exponent = u64::try_from(least.wrapping_add(1022)).unwrap_or_default();
        // The first bit of a float isn't written, and adds one to the exponent here.
        f64::from_bits(exponent.wrapping_shl(52).wrapping_add(found).wrapping_add(up))
    }
}

const BILLION: u32 = 1_000_000_000;

fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    }
}

fn digits(text: &[u8]) -> (&[u8], &[u8]) {
    let length = text.iter().take_while(|b| b.is_ascii_digit()).count();
    text.split_at_checked(length).unwrap_or_default()
}

fn value(digit: u8) -> u32 {
    u32::from(digit & 15)
}

/// A whole number, its lowest 32 bits first, without zeros at the end.
struct Big(Vec<u32>);

#[allow(clippy::cast_possible_truncation, reason = "the halves of a word")]
impl Big {
    /// Multiplies and adds.
    fn scale(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for limb in &mut self.0 {
            carry = u64::from(*limb).wrapping_mul(factor.into()).wrapping_add(carry);
            *limb = carry as u32;
            carry = carry.wrapping_shr(32);
        }
        self.carry(carry as u32);
    }

    fn carry(&mut self, carry: u32) {
        if carry != 0 {
            self.0.push(carry);
        }
    }

    fn bits(&self) -> i32 {
        let limbs = i32::try_from(self.0.len()).unwrap_or_default();
        let zeros = self.0.last().map_or(0, |limb| limb.leading_zeros());
        limbs.wrapping_mul(32).wrapping_sub_unsigned(zeros)
    }

    fn shift(&mut self, bits: u32) {
        let mut carry = 0u64;
        for limb in &mut self.0 {
            carry |= u64::from(*limb).wrapping_shl(bits & 31);
            *limb = carry as u32;
            carry = carry.wrapping_shr(32);
        }
        self.carry(carry as u32);
        let limbs = bits.wrapping_shr(5) as usize;
        self.0.splice(..0, core::iter::repeat_n(0, limbs));
    }

    fn cmp(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Subtracts what isn't greater.
    fn take(&mut self, other: &Self) {
        let mut borrow = false;
        let others = other.0.iter().copied().chain(core::iter::repeat(0));
        for (limb, other) in self.0.iter_mut().zip(others) {
            let (rest, first) = limb.overflowing_sub(other);
            let (rest, second) = rest.overflowing_sub(borrow.into());
            (*limb, borrow) = (rest, first | second);
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};

    use super::Decimal;

    fn same(text: &str) {
        let float = Decimal::read(text).map(|d| (d.float().to_bits(), d.is_beyond()));
        let wanted = text.parse::<f64>().ok().map(|f| (f.to_bits(), f.is_infinite()));
        assert_eq!(float, wanted, "{text}");
    }

    #[test]
    fn it_reads_what_the_library_reads() {
        for text in [
            "", "-", ".", "e1", "1e", "1e+", "+1", "+-1", "1.", ".5", "-.5e1", "1.5.", "1_0", "0x1", " 1", "1 ",
            "00012", "1e5x", "-0", "0e999", "0.000", "٣",
        ] {
            same(text);
        }
    }

    #[test]
    fn it_is_the_nearest_float() {
        for text in [
            "1",
            "0.1",
            "1e22",
            "1e23",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.00000000000000000000001",
            "123456789012345678",
            "0.999999999999999944488848768742172978818416595458984375",
            "0.99999999999999994448884876874217297881841659545898437499",
            "1e308",
            "-1e309",
            "1e-308",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1e-400",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "1795342530.123456",
            "1e9223372036854775807",
        ] {
            same(text);
        }
        // Halfway between two floats, and to either side of that, all around.
        for bits in
            (1..0x7ff).flat_map(|e: u64| [0, 1, 0x000f_ffff_ffff_ffff, 0x0008_1234_5678_9abc].map(|m| (e << 52) | m))
        {
            let text = format!("{:e}", f64::from_bits(bits));
            same(&text);
            same(&format!("-{}", f64::from_bits(bits)));
        }
        let beyond = String::from_utf8(super::BEYOND.to_vec()).unwrap();
        let long = "3".repeat(900);
        for text in [
            format!("{beyond}.00"),
            format!("{beyond}1e-1"),
            format!("{long}e-900"),
            format!("0.{long}e-307"),
            format!("{long}e-591"),
        ] {
            same(&text);
        }
        same(&beyond.replace("04288", "04287"));
        // Half of the least float, written out.
        let half = format!("{:.1075}", f64::from_bits(1) / 1.0);
        same(&half);
        for m in [0u128, 1, 12345, (1 << 52) - 1] {
            for shift in [1u32, 10, 40, 70] {
                // A midpoint as a whole number, and its neighbours.
                let whole = ((((1u128 << 52) + m) << 1) + 1) << shift;
                for n in [whole - 1, whole, whole + 1] {
                    same(&n.to_string());
                    same(&format!("{n}.000{}1", "0".repeat(800)));
                }
            }
        }
    }

    #[test]
    fn any_digits_are_the_nearest_float() {
        let mut seed = 1u64;
        let mut next = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        for _ in 0..4_000 {
            let (digits, point) = (next(24) + 1, next(24));
            let mut text = String::new();
            for place in 0..digits {
                if place == point {
                    text.push('.');
                }
                text.push(char::from(b'0' + u8::try_from(next(10)).unwrap()));
            }
            let exponent = i64::try_from(next(700)).unwrap() - 360;
            same(&text);
            same(&format!("-{text}e{exponent}"));
            same(&format!("{text}e{}", exponent % 25));
        }
    }

    #[test]
    fn everyday_numbers_compare_as_they_are() {
        for (text, float) in [("1e300", 1e30), ("-1e300", -1e30), ("25.5", 25.5), ("1e-300", 1e-30)] {
            let found = Decimal::read(text).unwrap().everyday();
            assert!(
                if text.len() > 4 { found.abs() >= 1e30 || found.abs() <= 1e-30 } else { found == float },
                "{text}"
            );
            assert_eq!(found < 0.0, float < 0.0);
        }
    }
}
