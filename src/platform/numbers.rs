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
    block(ctx, series, 1).await?.pop().ok_or_else(|| Error::internal("a number series gave no number"))
}

/// Draws the next `count` numbers of `series`.
///
/// # Errors
/// As [`next`].
pub async fn block(ctx: &Ctx, series: &str, count: usize) -> Result<Vec<String>> {
    let count = i64::try_from(count).map_err(Error::internal)?;
    use number_series::Column as C;
    let year = (ctx.now() + chrono::Duration::hours(8)).year();
    let mut upsert = Query::insert();
    upsert
        .into_table(number_series::Entity)
        .columns([C::Series, C::Year, C::Last])
        .values_panic([series.into(), year.into(), count.into()])
        .on_conflict(
            OnConflict::columns([C::Series, C::Year])
                .value(C::Last, Expr::col((number_series::Entity, C::Last)).add(count))
                .to_owned(),
        )
        .returning_col(C::Last);
    let row = ctx.db().query_one(&upsert).await?;
    let last: i64 = row.ok_or_else(|| Error::internal("a number series gave no number"))?.try_get("", "last")?;
    Ok((last - count + 1..=last).map(|number| format!("{series}-{year}-{number:06}")).collect())
}
