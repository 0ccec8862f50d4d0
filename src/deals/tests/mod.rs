//! Pure tests of deals.

mod commands;
mod machine;
mod money;
mod reference;
