//! Numbers for people: `JX-2026-000123`, counted by series and year without gaps in what was committed.

use chrono::Datelike;
use entity::number_series;
use sea_orm::{
    ConnectionTrait,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};

use crate::kernel::{Error, Result};

use super::Ctx;

/// Draws the next number of `series` (such as `JX` or `JX-D`) for the current year in China.
///
/// On PostgreSQL the series' row stays locked until the commit: draw it last.
///
/// # Errors
/// Faults of the database.
pub async fn next(ctx: &Ctx, series: &str) -> Result<String> {
    use number_series::Column as C;
    let year = (ctx.now() + chrono::Duration::hours(8)).year();
    let mut upsert = Query::insert();
    upsert
        .into_table(number_series::Entity)
        .columns([C::Series, C::Year, C::Last])
        .values_panic([series.into(), year.into(), 1i64.into()])
        .on_conflict(
            OnConflict::columns([C::Series, C::Year])
                .value(C::Last, Expr::col((number_series::Entity, C::Last)).add(1))
                .to_owned(),
        )
        .returning_col(C::Last);
    let row = ctx.db().query_one(&upsert).await?;
    let last: i64 = row.ok_or_else(|| Error::internal("a number series gave no number"))?.try_get("", "last")?;
    Ok(format!("{series}-{year}-{last:06}"))
}
