//! How our values stand in columns: times as milliseconds, names and addresses as checked text, lists as JSON.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::ToSql;
use rusqlite::types::FromSql;
use rusqlite::types::FromSqlError;
use rusqlite::types::FromSqlResult;
use rusqlite::types::ToSqlOutput;
use rusqlite::types::ValueRef;

use crate::model::ids::AlertId;
use crate::model::ids::ArticleId;
use crate::model::ids::BurstId;
use crate::model::ids::DeliveryId;
use crate::model::ids::DigestNumber;
use crate::model::ids::EventId;
use crate::model::ids::StoryId;
use crate::model::language::Language;

/// A time, kept as milliseconds since 1970 in UTC.
#[derive(Clone, Copy)]
pub(super) struct Ms(pub(super) Timestamp);

impl Ms {
    /// The same for a time that may be absent.
    pub(super) fn of(time: Option<Timestamp>) -> Option<Self> {
        time.map(Self)
    }
}

impl ToSql for Ms {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.as_millisecond()))
    }
}

impl FromSql for Ms {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Timestamp::from_millisecond(value.as_i64()?)
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

/// A value with a rule, kept as the text it is written with.
pub(super) struct Text<T>(pub(super) T);

impl<T> FromSql for Text<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value
            .as_str()?
            .parse()
            .map(Self)
            .map_err(FromSqlError::other)
    }
}

/// A word of a small set that this program does not know.
#[derive(Debug)]
pub(super) struct UnknownWord(String);

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a word this wirewatch knows", self.0)
    }
}

impl std::error::Error for UnknownWord {}

/// The time in a column that is never NULL.
pub(super) fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    row.get::<_, Ms>(column).map(|ms| ms.0)
}

/// The time in a column, if there is one.
pub(super) fn maybe_time(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<Ms>>(column)?.map(|ms| ms.0))
}

/// The checked text in a column that is never NULL.
pub(super) fn text<T>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    row.get::<_, Text<T>>(column).map(|text| text.0)
}

/// The checked text in a column, if there is one.
pub(super) fn maybe_text<T>(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<T>>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    Ok(row.get::<_, Option<Text<T>>>(column)?.map(|text| text.0))
}

/// The language of an article. Archives hold two letters that were once believed of a feed and are no language.
pub(super) fn language(row: &Row<'_>) -> rusqlite::Result<Option<Language>> {
    let code: Option<String> = row.get("language")?;
    Ok(code.and_then(|code| code.parse().ok()))
}

/// A word of a small set, by the set's own reader.
pub(super) fn word<T>(
    row: &Row<'_>,
    column: &str,
    read: impl Fn(&str) -> Option<T>,
) -> rusqlite::Result<T> {
    let word: String = row.get(column)?;
    read(&word).ok_or_else(|| unreadable(UnknownWord(word)))
}

/// A JSON array of texts.
pub(super) fn list<T>(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<T>>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let json: String = row.get(column)?;
    let texts: Vec<String> = serde_json::from_str(&json).map_err(unreadable)?;
    texts
        .iter()
        .map(|text| text.parse().map_err(unreadable))
        .collect()
}

/// Writes what [`list`] reads.
pub(super) fn json_list<T: AsRef<str>>(items: impl IntoIterator<Item = T>) -> String {
    items
        .into_iter()
        .map(|item| serde_json::Value::from(item.as_ref()))
        .collect::<serde_json::Value>()
        .to_string()
}

/// A column holds what none of our versions wrote there.
pub(super) fn unreadable(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
}

/// A count, which SQLite keeps as a signed number.
pub(super) fn count(row: &Row<'_>, column: &str) -> rusqlite::Result<u64> {
    let number: i64 = row.get(column)?;
    Ok(u64::try_from(number).unwrap_or(0))
}

/// A limit as SQLite takes it.
pub(super) fn limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

macro_rules! number_columns {
    ($($name:ident),+) => {
        $(
            impl ToSql for $name {
                fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                    Ok(ToSqlOutput::from(self.0))
                }
            }

            impl FromSql for $name {
                fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                    value.as_i64().map(Self)
                }
            }
        )+
    };
}

number_columns!(
    AlertId,
    ArticleId,
    BurstId,
    DeliveryId,
    DigestNumber,
    EventId,
    StoryId
);
