//! Writes a form with a file, as RFC 7578 has it.

use crate::model::File;

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    Text { name: String, value: String },
    File { name: String, file: File },
}

/// The content type and the body of a form.
pub(crate) fn write(parts: &[Part]) -> (String, Vec<u8>) {
    let boundary = boundary(parts);
    let mut body = Vec::new();
    for part in parts {
        let (name, about, content) = match part {
            Part::Text { name, value } => (name, String::new(), value.as_bytes()),
            Part::File { name, file } => (
                name,
                format!(
                    "; filename=\"{}\"\r\nContent-Type: {}",
                    quoted(&file.file_name),
                    file.content_type
                ),
                file.data.as_slice(),
            ),
        };
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"{about}\r\n\r\n",
            quoted(name)
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// The first of a row of texts that no part contains: the same form gives the
/// same bytes, without randomness.
fn boundary(parts: &[Part]) -> String {
    let is_free = |boundary: &str| {
        parts.iter().all(|part| {
            let content = match part {
                Part::Text { value, .. } => value.as_bytes(),
                Part::File { file, .. } => &file.data,
            };
            !content
                .windows(boundary.len())
                .any(|window| window == boundary.as_bytes())
        })
    };
    let mut number = 0_u64;
    loop {
        let boundary = format!("wibiclick-form-{number:04}");
        if is_free(&boundary) {
            return boundary;
        }
        number += 1;
    }
}

/// A name in quotation marks, escaped as the HTML standard's form encoding does.
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_file_are_written_as_parts() {
        let parts = [
            Part::Text {
                name: "name".into(),
                value: "Logo".into(),
            },
            Part::File {
                name: "logo".into(),
                file: File {
                    file_name: "a \"b\".png".into(),
                    content_type: "image/png".into(),
                    data: vec![0xff, 0],
                },
            },
        ];
        let (content_type, body) = write(&parts);
        assert_eq!(
            content_type,
            "multipart/form-data; boundary=wibiclick-form-0000"
        );
        let mut expected = b"--wibiclick-form-0000\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nLogo\r\n\
            --wibiclick-form-0000\r\nContent-Disposition: form-data; name=\"logo\"; filename=\"a %22b%22.png\"\r\n\
            Content-Type: image/png\r\n\r\n"
            .to_vec();
        expected.extend([0xff, 0]);
        expected.extend(b"\r\n--wibiclick-form-0000--\r\n");
        assert_eq!(body, expected);
    }

    #[test]
    fn a_boundary_is_never_part_of_the_content() {
        let parts = [Part::Text {
            name: "a".into(),
            value: "x--wibiclick-form-0000--".into(),
        }];
        assert!(write(&parts).0.ends_with("wibiclick-form-0001"));
    }
}
