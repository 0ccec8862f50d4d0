//! The names that columns and keys go by.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Column {
    Number,
    /// Of a bare number, in a column of its own.
    Office,
    /// Of a bare number, in a column of its own.
    KindCode,
    Title,
    TitleZh,
    TitleEn,
    Abstract,
    AbstractZh,
    AbstractEn,
    Claims,
    Ipc,
    Cpc,
    Applicants,
    Inventors,
    Owners,
    FiledOn,
    PublishedOn,
    GrantedOn,
    ExpiresOn,
    LegalStatus,
}

use Column::{
    Abstract, AbstractEn, AbstractZh, Applicants, Claims, Cpc, ExpiresOn, FiledOn, GrantedOn, Inventors, Ipc, KindCode,
    LegalStatus, Number, Office, Owners, PublishedOn, Title, TitleEn, TitleZh,
};

/// Names in lower case with underscores. The order is the preference where a file has several names of one column: a
/// publication's number comes before its application's.
const NAMES: &[(&str, Column)] = &[
    ("number", Number),
    ("publication_number", Number),
    ("publication_numbers", Number),
    ("patent_number", Number),
    ("application_number", Number),
    ("专利号", Number),
    ("公开(公告)号", Number),
    ("公开（公告）号", Number),
    ("公开号", Number),
    ("公告号", Number),
    ("申请号", Number),
    ("office", Office),
    ("country", Office),
    ("country_code", Office),
    ("kind_code", KindCode),
    ("title", Title),
    ("patent_title", Title),
    ("invention_title", Title),
    ("title_zh", TitleZh),
    ("title_cn", TitleZh),
    ("title_en", TitleEn),
    ("标题", Title),
    ("专利名称", Title),
    ("发明名称", Title),
    ("名称", Title),
    ("abstract", Abstract),
    ("abstract_zh", AbstractZh),
    ("abstract_cn", AbstractZh),
    ("abstract_en", AbstractEn),
    ("摘要", Abstract),
    ("claims", Claims),
    ("权利要求", Claims),
    ("ipc", Ipc),
    ("ipcs", Ipc),
    ("ipc_class", Ipc),
    ("ipc分类号", Ipc),
    ("分类号", Ipc),
    ("cpc", Cpc),
    ("cpc分类号", Cpc),
    ("applicants", Applicants),
    ("applicant", Applicants),
    ("assignee", Applicants),
    ("assignees", Applicants),
    ("申请人", Applicants),
    ("申请(专利权)人", Applicants),
    ("申请（专利权）人", Applicants),
    ("inventors", Inventors),
    ("inventor", Inventors),
    ("发明人", Inventors),
    ("owners", Owners),
    ("owner", Owners),
    ("专利权人", Owners),
    ("权利人", Owners),
    ("filed_on", FiledOn),
    ("filing_date", FiledOn),
    ("application_date", FiledOn),
    ("申请日", FiledOn),
    ("published_on", PublishedOn),
    ("publication_date", PublishedOn),
    ("公开日", PublishedOn),
    ("公开(公告)日", PublishedOn),
    ("公开（公告）日", PublishedOn),
    ("granted_on", GrantedOn),
    ("grant_date", GrantedOn),
    ("授权日", GrantedOn),
    ("授权公告日", GrantedOn),
    ("expires_on", ExpiresOn),
    ("expiry_date", ExpiresOn),
    ("届满日", ExpiresOn),
    ("legal_status", LegalStatus),
    ("法律状态", LegalStatus),
];

/// Parts of names, for columns that no exact name was found for.
const PARTS: &[(&str, Column)] = &[("publication_number", Number), ("title", Title), ("ipc", Ipc), ("subclass", Ipc)];

/// Which of `names` holds what, each column once; the others are left alone.
pub(super) fn assign<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Option<Column>> {
    let names: Vec<String> =
        names.map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase().replace([' ', '-'], "_")).collect();
    let mut assigned: Vec<Option<Column>> = vec![None; names.len()];
    for (known, column) in NAMES {
        if let Some(at) = names.iter().position(|name| name == known)
            && !assigned.contains(&Some(*column))
        {
            assigned[at] = Some(*column);
        }
    }
    for (part, column) in PARTS {
        let free = |(at, name): (usize, &String)| assigned[at].is_none() && name.contains(part);
        if !assigned.contains(&Some(*column))
            && let Some(at) = names.iter().enumerate().position(free)
        {
            assigned[at] = Some(*column);
        }
    }
    assigned
}
