//! All actions, as data known at compile time.

use crate::{
    action::{Action, ActionSpec},
    actions::{contact, note, user, website},
};

/// In the order of their ids.
static ACTIONS: &[ActionSpec] = &[
    contact::AddOrUpdate::SPEC,
    contact::GetMany::SPEC,
    note::Add::SPEC,
    user::ConnectToWebsite::SPEC,
    user::DisconnectFromWebsite::SPEC,
    user::GetMany::SPEC,
    user::GetProfile::SPEC,
    user::Login::SPEC,
    user::ReassignActivities::SPEC,
    user::ReassignNotes::SPEC,
    user::Register::SPEC,
    user::RequestPasswordReset::SPEC,
    user::ResetPassword::SPEC,
    user::Update::SPEC,
    user::UpdateCompany::SPEC,
    user::UpdateLogin::SPEC,
    user::UpdateProfile::SPEC,
    user::UploadLogo::SPEC,
    website::Add::SPEC,
    website::Get::SPEC,
    website::GetAnalytics::SPEC,
    website::GetClicks::SPEC,
    website::GetForUser::SPEC,
    website::GetMany::SPEC,
    website::GetPerformance::SPEC,
    website::GetRecentClicks::SPEC,
    website::GetViews::SPEC,
];

/// Every action, in the order of their ids.
pub fn all() -> &'static [ActionSpec] {
    ACTIONS
}

/// The action of this id: `user.disconnectFromWebsite`.
pub fn find(id: &str) -> Option<&'static ActionSpec> {
    let wanted = id.split_once('.')?;
    ACTIONS
        .binary_search_by_key(&wanted, |spec| (spec.resource, spec.operation))
        .ok()
        .and_then(|at| ACTIONS.get(at))
}

/// The id of an action that somebody who wrote this may have meant.
pub fn nearest(id: &str) -> Option<String> {
    let ids: Vec<String> = ACTIONS.iter().map(ActionSpec::id).collect();
    nearest_of(id, ids.iter().map(String::as_str)).map(str::to_owned)
}

/// The candidate that is near enough to be what was meant.
pub(crate) fn nearest_of<'a>(
    wanted: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let wanted = wanted.to_ascii_lowercase();
    candidates
        .map(|candidate| {
            let similarity =
                strsim::normalized_damerau_levenshtein(&wanted, &candidate.to_ascii_lowercase());
            (similarity, candidate)
        })
        .filter(|(similarity, _)| *similarity >= 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::action::{Kind, Place};

    #[test]
    fn actions_are_in_the_order_of_their_ids_and_none_is_there_twice() {
        assert!(
            ACTIONS
                .windows(2)
                .all(|pair| (pair[0].resource, pair[0].operation)
                    < (pair[1].resource, pair[1].operation))
        );
    }

    #[test]
    fn every_struct_that_is_an_action_is_in_the_catalogue() {
        let declared: usize = [
            include_str!("actions/contact.rs"),
            include_str!("actions/note.rs"),
            include_str!("actions/user.rs"),
            include_str!("actions/website.rs"),
        ]
        .iter()
        .map(|file| file.matches("#[action(").count())
        .sum();
        assert_eq!(declared, ACTIONS.len());
    }

    #[test]
    fn every_action_is_found_by_its_id() {
        for spec in all() {
            assert_eq!(find(&spec.id()), Some(spec));
        }
        assert_eq!(find("user.nothing"), None);
        assert_eq!(find("user"), None);
    }

    #[test]
    fn a_misspelt_id_leads_to_the_right_one() {
        assert_eq!(
            nearest("user.disconectfromwebsite").as_deref(),
            Some("user.disconnectFromWebsite")
        );
        assert_eq!(nearest("weather.forecast"), None);
    }

    #[test]
    fn no_param_of_ours_is_a_bare_id_and_no_two_share_a_name_or_a_place() {
        for spec in all() {
            let mut names = HashSet::new();
            let mut places = HashSet::new();
            for param in spec.params {
                assert_ne!(param.name, "id", "{}", spec.id());
                assert!(names.insert(param.name), "{} {}", spec.id(), param.name);
                let place = (format!("{:?}", param.place), param.wire);
                assert!(places.insert(place), "{} {}", spec.id(), param.wire);
            }
        }
    }

    #[test]
    fn files_go_into_forms_only_and_never_into_a_query() {
        for spec in all() {
            let has_file = spec.params.iter().any(|param| param.kind == Kind::File);
            assert_eq!(
                has_file,
                spec.encoding == crate::action::Encoding::Multipart,
                "{}",
                spec.id()
            );
            assert!(
                spec.params
                    .iter()
                    .all(|param| param.kind != Kind::File || param.place == Place::Body)
            );
        }
    }
}
