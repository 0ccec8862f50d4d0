//! Routes of identity.

mod accounts;
mod me;
mod members;
mod organisations;
mod passkeys;
mod sessions;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds the routes of this domain.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(accounts::create_account);
    config.service(accounts::verify_account);
    config.service(accounts::resend_verification);
    config.service(accounts::request_reset);
    config.service(accounts::confirm_reset);
    config.service(accounts::create_first_operator);
    config.service(sessions::create_session);
    config.service(sessions::begin_passkey_session);
    config.service(sessions::create_passkey_session);
    config.service(sessions::end_other_sessions);
    config.service(sessions::refresh_session);
    config.service(sessions::end_current_session);
    config.service(sessions::list_sessions);
    config.service(sessions::end_session);
    config.service(me::get_me);
    config.service(me::update_me);
    config.service(me::delete_me);
    config.service(me::change_password);
    config.service(me::export_me);
    config.service(me::set_up_totp);
    config.service(me::confirm_totp);
    config.service(me::remove_totp);
    config.service(passkeys::list_passkeys);
    config.service(passkeys::begin_passkey);
    config.service(passkeys::add_passkey);
    config.service(passkeys::rename_passkey);
    config.service(passkeys::remove_passkey);
    config.service(me::list_mail);
    config.service(me::list_demo_mail);
    config.service(me::list_api_tokens);
    config.service(me::create_api_token);
    config.service(me::revoke_api_token);
    config.service(organisations::create_organisation);
    config.service(organisations::list_organisations);
    config.service(organisations::get_organisation);
    config.service(organisations::update_organisation);
    config.service(organisations::request_verification);
    config.service(organisations::verify_organisation);
    config.service(organisations::reject_organisation);
    config.service(organisations::suspend_organisation);
    config.service(organisations::reinstate_organisation);
    config.service(members::list_members);
    config.service(members::invite_member);
    config.service(members::get_member);
    config.service(members::update_member);
    config.service(members::remove_member);
    config.service(members::list_invitations);
    config.service(members::withdraw_invitation);
    config.service(members::accept_invitation);
}
