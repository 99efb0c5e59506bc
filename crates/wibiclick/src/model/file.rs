//! A file, to upload or downloaded.

use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Deserializer, de::Error as _};
use serde_json::Value;

use crate::{
    action::{ReplyType, param_values},
    json,
};

/// A file, to upload or downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, as the receiver sees it.
    pub file_name: String,
    /// Its media type: `image/png`.
    pub content_type: String,
    /// Its bytes.
    pub data: Vec<u8>,
}

param_values! {
    File = "F", this => json::object(&mut [
        ("fileName", this.file_name.as_str().into()),
        ("contentType", this.content_type.as_str().into()),
        ("data", encoded(&this.data).into()),
    ]);
}

/// Not by `encode_string`, whose panic would bring the printing of all texts.
fn encoded(data: &[u8]) -> String {
    let mut text = vec![0; Base64::encoded_len(data)];
    Base64::encode(data, &mut text)
        .unwrap_or_default()
        .to_owned()
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::from_value(&Value::deserialize(deserializer)?)
            .ok_or_else(|| D::Error::custom("it is no file"))
    }
}

impl ReplyType for File {
    const SHAPE: &'static str = "F";
}

impl File {
    /// What a preview shows of it.
    pub(crate) fn described(&self) -> Value {
        json::object(&mut [
            ("fileName", self.file_name.as_str().into()),
            ("contentType", self.content_type.as_str().into()),
            ("bytes", self.data.len().into()),
        ])
    }

    /// Reads what [`ParamValue::value`] writes; none for any other value, and for
    /// names or types that could break out of a form's header.
    pub(crate) fn from_value(value: &Value) -> Option<Self> {
        let object = value.as_object()?;
        let text = |key| {
            object
                .get(key)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty() && !text.chars().any(char::is_control))
        };
        Some(Self {
            file_name: text("fileName")?.to_owned(),
            content_type: text("contentType")?.to_owned(),
            data: Base64::decode_vec(object.get("data").and_then(Value::as_str)?).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::action::ParamValue as _;

    #[test]
    fn a_file_is_read_as_it_was_written() {
        let file = File {
            file_name: "logo.png".into(),
            content_type: "image/png".into(),
            data: vec![0, 159, 255],
        };
        assert_eq!(File::from_value(&file.value().unwrap()), Some(file));
    }

    #[test]
    fn a_name_with_a_line_break_is_no_file_name() {
        let value = json!({ "fileName": "a\r\nb", "contentType": "image/png", "data": "" });
        assert_eq!(File::from_value(&value), None);
    }
}
