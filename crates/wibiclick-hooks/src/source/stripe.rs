#![doc = include_str!("stripe.md")]

use super::vocabulary::*;

pub(crate) static RECORD: Record = Record {
    name: "stripe",
    schemes: &[scheme("stripe-signature", Unit::Seconds, 300)],
    content_types: JSON,
    handshakes: &[],
    reading: Reading {
        id: Some(Identity::Field(Path("id"))),
        kind: Naming::Field(Path("type")),
        occurred_at: Some(When::Seconds(Path("created"))),
        rows: &[
            Row::silent("customer.created", &CUSTOMER),
            Row::silent("customer.updated", &CUSTOMER),
            Row::silent("customer.deleted", &CUSTOMER),
            Row::silent("checkout.session.completed", &BUYER),
            Row::silent("invoice.paid", &INVOICED),
        ],
        others: &OF_CUSTOMER,
        ..Reading::NOTHING
    },
    acknowledgement: None,
    sends: Sends::Webhooks,
    #[cfg(feature = "docs")]
    about: crate::About {
        title: "Stripe",
        url: "https://docs.stripe.com/webhooks",
        secret: "the endpoint's signing secret, `whsec_…`, whole",
        vectors: "made with another implementation (Python)",
        unproved: "",
        notes: include_str!("stripe.md"),
    },
};

/// The scheme, with the header of whoever writes time and codes as Stripe does:
/// `t=…,v1=…`.
pub(super) const fn scheme(header: &'static str, unit: Unit, tolerance_seconds: u32) -> Scheme {
    Scheme {
        proof: Proof::Code(Code {
            header: HeaderNames::new(header),
            separator: Some(','),
            signed: Template::new(&[Part::Timestamp, Part::Text(Cow::Borrowed(".")), Part::Body]),
            ways: Cow::Borrowed(&[Way {
                algorithm: Algorithm::HmacSha256,
                encoding: Encoding::Hex,
                prefix: Cow::Borrowed("v1="),
                secret: SecretForm::Text,
            }]),
        }),
        id: None,
        timestamp: Some(TimestampAt {
            header: HeaderNames::new(header),
            separator: Some(','),
            prefix: Cow::Borrowed("t="),
            unit,
            tolerance_seconds,
        }),
    }
}

/// Who the object is.
static CUSTOMER: Who<'static> = Who {
    id: Some(Path("data.object.id")),
    email: Some(Path("data.object.email")),
    name: &[Path("data.object.name")],
    ..Who::NOBODY
};

/// Whose the object is.
static OF_CUSTOMER: Who<'static> = Who {
    id: Some(Path("data.object.customer")),
    ..Who::NOBODY
};

static BUYER: Who<'static> = Who {
    email: Some(Path("data.object.customer_details.email")),
    name: &[Path("data.object.customer_details.name")],
    ..OF_CUSTOMER
};

static INVOICED: Who<'static> = Who {
    email: Some(Path("data.object.customer_email")),
    name: &[Path("data.object.customer_name")],
    ..OF_CUSTOMER
};
