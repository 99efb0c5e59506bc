//! Tables, as Markdown has them.

/// A table with this head. Its rows have as many cells.
pub(crate) fn table<H: AsRef<str>>(
    head: &[H],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> String {
    let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
    let rule = "---|".repeat(head.len());
    let mut lines = vec![format!("| {} |", head.join(" | ")), format!("|{rule}")];
    for row in rows {
        lines.push(format!("| {} |", row.join(" | ")));
    }
    lines.join("\n") + "\n"
}
