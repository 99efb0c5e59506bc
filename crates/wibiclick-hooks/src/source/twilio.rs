#![doc = include_str!("twilio.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "twilio",
    schemes: &[Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::new("x-twilio-signature"),
            separator: None,
            signed: Template::new(&[Part::UrlAndForm]),
            ways: Cow::Borrowed(&[Way::new(
                Algorithm::HmacSha1,
                Encoding::Base64,
                "",
                SecretForm::Text,
            )]),
        }),
        id: None,
        timestamp: None,
    }],
    content_types: FORM_OR_JSON,
    handshakes: &[],
    reading: Reading {
        format: Format::FormOrJson,
        id: Some(Identity::FieldAnd(
            Path("MessageSid|SmsSid|CallSid"),
            Path("MessageStatus|CallStatus"),
        )),
        kind: Naming::To(&[
            ("message", Path("MessageStatus|SmsStatus")),
            ("call", Path("CallStatus")),
        ]),
        rows: &[
            Row::silent("message.received", &SENDER),
            caller("call.queued"),
            caller("call.ringing"),
            caller("call.in-progress"),
            caller("call.completed"),
            caller("call.busy"),
            caller("call.failed"),
            caller("call.no-answer"),
            caller("call.canceled"),
        ],
        others: &RECIPIENT,
        ..Reading::NOTHING
    },
    acknowledgement: Some(Acknowledgement {
        content_type: Some("text/xml"),
        body: "<Response></Response>",
    }),
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Twilio",
        url: "https://www.twilio.com/docs/usage/webhooks",
        secret: "the account's primary auth token",
        vectors: "twilio-node and twilio-python, the tests of their validators",
        unproved: "`ProfileName` and `OptOutType`, of which there is no recorded request",
        notes: include_str!("twilio.md"),
    },
};

/// Of a call that comes in.
const fn caller(kind: &'static str) -> Row<'static> {
    Row::silent(kind, &SENDER).when("Direction", Is::Text("inbound"))
}

static SENDER: Who<'static> = Who {
    id: Some(Path("From")),
    name: &[Path("ProfileName")],
    ..Who::NOBODY
};

static RECIPIENT: Who<'static> = Who {
    id: Some(Path("To")),
    ..Who::NOBODY
};
