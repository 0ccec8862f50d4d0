//! Jiaxiu (甲秀): a self-hosted technology-property exchange.
//!
//! # The code map
//!
//! | module | holds |
//! |---|---|
//! | [`kernel`] | ids, time, money, languages, errors, pages, actors, state machines: pure |
//! | [`platform`] | database and transaction, events and consumers, jobs, idempotency, audit, files, mail, search |
//! | [`rules`] | rule packs: periods, limits and calendars as dated data with their legal source |
//! | [`identity`] | accounts, organisations, members, sessions, API tokens, verification |
//! | [`patents`] | bibliographic records, numbers and classes |
//! | [`listings`] | technologies on supply, documents, enquiries |
//! | [`intermediaries`] | mandates |
//! | [`ledger`] | accounts, transfers, bank payments |
//! | [`deals`] | stages, escrow, signatures, disputes |
//! | [`trading`] | negotiated offers |
//! | [`settings`], [`desk`] | the operator's: what is set, what waits, who did what |
//! | [`notifications`], [`discovery`], [`insights`] | reactive: inboxes, search, figures |
//! | [`web`] | router, sessions, API description, server |
//! | [`app`], [`config`], [`cli`] | composition root, configuration, command line |
//!
//! # Dependency rules (a test reads the imports)
//!
//! 1. `kernel <- platform <- rules <- domains <- web <- main`; never upward.
//! 2. `identity <- patents <- listings <- intermediaries <- deals <- trading <- settings <- desk`; `ledger` knows no
//!    domain, and deals, trading and finance alone post to it.
//! 3. Reactive domains (discovery, notifications, insights) consume events or read; only `web` and `app` import them.
//! 4. A domain writes its own tables only, and calls another through that domain's `mod.rs` re-exports.
//! 5. `entity` and `migration` import nothing of ours.

pub mod app;
pub mod cli;
pub mod config;
pub mod deals;
pub mod demo;
pub mod desk;
pub mod discovery;
pub mod identity;
pub mod insights;
pub mod intermediaries;
pub mod kernel;
pub mod ledger;
pub mod listings;
pub mod notifications;
pub mod patents;
pub mod platform;
pub mod rules;
pub mod settings;
pub mod trading;
pub mod web;
