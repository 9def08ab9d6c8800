//! What calls cost, in whole millionths of a US dollar. Pure data and exact sums.

use core::fmt;

use crate::generated::prices::PRICE_TIERS;

/// An amount in millionths of a US dollar.
///
/// ```
/// use livechat_core::catalogue::MicroDollars;
/// assert_eq!(MicroDollars::from_cents(1_250), MicroDollars(12_500_000));
/// assert_eq!(MicroDollars(1_000_270).to_string(), "$1.000270");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct MicroDollars(pub u64);

impl MicroDollars {
    /// From US cents; too many to represent become the greatest amount that can be.
    pub const fn from_cents(cents: u64) -> Self {
        Self(cents.saturating_mul(10_000))
    }
}

impl fmt::Display for MicroDollars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "${}.{:06}", self.0.div_euclid(1_000_000), self.0.rem_euclid(1_000_000))
    }
}

/// The price of some of a month's calls. Private apps and personal access tokens pay it, public Marketplace apps don't.
///
/// Source: the vendor's page of prices. It leaves open whether the calls of lower tiers become cheaper too once a higher one is reached; here
/// they don't, which is the dearer reading.
#[derive(Debug)]
#[non_exhaustive]
pub struct PriceTier {
    /// Key of the tier.
    pub name: &'static str,
    /// Which calls it prices.
    pub about: &'static str,
    /// How many calls of a month come before it.
    pub above: u64,
    /// Price of a call in it.
    pub per_call: MicroDollars,
}

impl PriceTier {
    /// All tiers, from the first call of a month on.
    pub fn all() -> &'static [Self] {
        &PRICE_TIERS
    }

    /// What so many paid calls of one month cost together, exactly; more than can be represented becomes the greatest amount that can be.
    ///
    /// ```
    /// use livechat_core::catalogue::{MicroDollars, PriceTier};
    /// assert_eq!(PriceTier::cost(1_000), MicroDollars::from_cents(27));
    /// assert_eq!(PriceTier::cost(1_000_001), MicroDollars(270_000_220));
    /// ```
    pub fn cost(calls: u64) -> MicroDollars {
        let ends = PRICE_TIERS.iter().skip(1).map(|t| t.above).chain([u64::MAX]);
        let sum = PRICE_TIERS.iter().zip(ends).fold(0u64, |sum, (tier, end)| {
            let inside = calls.min(end).saturating_sub(tier.above);
            sum.saturating_add(inside.saturating_mul(tier.per_call.0))
        });
        MicroDollars(sum)
    }
}
