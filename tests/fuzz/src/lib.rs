//! What the fuzz targets check, and the model of validation that they check it against.

pub mod checks;
pub mod validation;
