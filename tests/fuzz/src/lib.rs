//! What the fuzz targets check, the models that they check it against, and what they begin with.

pub mod checks;
pub mod rtm;
pub mod seeds;
pub mod validation;
