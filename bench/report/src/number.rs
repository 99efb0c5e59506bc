//! Numbers, as people read them.

/// Whole numbers, and of others three digits that count; thousands apart.
pub(crate) fn short(number: f64) -> String {
    let decimals = match number.abs() {
        it if it >= 99.95 || it.fract() == 0.0 => 0,
        it if it >= 9.995 => 1,
        it if it >= 0.0995 => 2,
        _ => 3,
    };
    grouped(&format!("{number:.decimals$}"))
}

/// 1234567.8 as 1,234,567.8.
fn grouped(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && !grouped.ends_with('-') {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_as_many_digits_as_count() {
        for (number, text) in [
            (1_234_567.8, "1,234,568"),
            (-123_456.0, "-123,456"),
            (100.0, "100"),
            (99.94, "99.9"),
            (9.876, "9.88"),
            (0.1, "0.10"),
            (12.0, "12"),
            (0.012_34, "0.012"),
            (0.0, "0"),
        ] {
            assert_eq!(short(number), text);
        }
    }
}
