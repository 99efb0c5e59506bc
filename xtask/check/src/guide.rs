//! Whether the guide for people who come from n8n is true: each row's action is
//! there under that title, with those inputs and no others.

use wibiclick::action::{ActionSpec, Docs};

/// Where the guide is.
pub(crate) const GUIDE: &str = "docs/from-n8n.md";

/// All rows that are not true.
pub(crate) fn problems(
    guide: &str,
    find: impl Fn(&str) -> Option<(ActionSpec<'static>, &'static Docs)>,
) -> Vec<String> {
    let mut problems = Vec::new();
    let mut rows = 0;
    for line in guide.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [title, here, inputs] = cells.as_slice() else {
            continue;
        };
        let Some(id) = here.strip_prefix("[`").and_then(|it| it.split('`').next()) else {
            continue;
        };
        rows += 1;
        let Some((spec, docs)) = find(id) else {
            problems.push(format!("{GUIDE}: there is no action {id}"));
            continue;
        };
        let title = title.trim_end_matches(" (**page**)");
        if title != docs.title {
            problems.push(format!("{GUIDE}: {id} is {:?}, not {title:?}", docs.title));
        }
        // Every second part is between backticks.
        let mut told: Vec<&str> = inputs.split('`').skip(1).step_by(2).collect();
        let mut taken: Vec<&str> = spec.params.iter().map(|param| param.name).collect();
        told.sort_unstable();
        taken.sort_unstable();
        if told != taken {
            problems.push(format!("{GUIDE}: {id} takes {taken:?}, not {told:?}"));
        }
    }
    if rows == 0 {
        problems.push(format!("{GUIDE} has no rows of actions"));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use wibiclick::catalogue;

    fn found(row: &str) -> Vec<String> {
        problems(row, |id| Some((catalogue::find(id)?, catalogue::docs(id)?)))
    }

    #[test]
    fn a_true_row_is_right() {
        let row = "| Delete (**page**) | [`contact.delete`](actions/contact.md#contactdelete) \
                   | Website ID → `websiteId`, Customer ID → `contactId` |";
        assert_eq!(found(row), Vec::<String>::new());
    }

    #[test]
    fn another_title_other_inputs_and_other_actions_are_found() {
        let link = "[`note.delete`](actions/note.md)";
        assert!(found(&format!("| Delete | {link} | `noteId` |"))[0].contains("\"Delete Note\""));
        assert!(found(&format!("| Delete Note | {link} | `note` |"))[0].contains("[\"noteId\"]"));
        assert!(found("| A | [`note.burn`](x) | none |")[0].contains("no action note.burn"));
        assert!(found("# A guide")[0].contains("no rows"));
    }
}
