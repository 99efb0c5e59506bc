//! A list page by page: which page to ask for, and when there is no more.
//! Pure: nothing is asked for here.

use serde_json::Value;

use crate::{
    action::{ActionSpec, Params, ReplyShape},
    error::{Error, ErrorKind},
    request::whole_number,
};

/// How many records a page has, unless the params say otherwise: as many as in
/// the API's own examples.
pub const DEFAULT_PAGE: u32 = 50;

const LIMIT: &str = "limit";
const OFFSET: &str = "offset";

/// Goes through a list by its `limit` and `offset`.
#[derive(Debug, Clone)]
pub struct Pager {
    action: String,
    /// The list's name in the reply.
    key: String,
    params: Params,
    limit: u64,
    offset: u64,
    /// The page before, to know it again.
    before: Vec<Value>,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Page {
    /// One of several: there is another.
    More,
    /// The last one.
    Last,
    /// There is nothing new in it.
    Nothing,
    /// The one before once more, although there should be others: the API does
    /// not heed `offset`.
    Repeated,
}

/// What is to be known of a page to say what it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// How many records it has.
    pub count: f64,
    /// How many were asked for.
    pub limit: f64,
    /// How many come before it.
    pub offset: f64,
    /// How many there are in all, where the reply says so.
    pub total: Option<f64>,
    /// Whether it is the same as the page before it.
    pub is_repeated: bool,
}

impl Seen {
    /// What the page is.
    ///
    /// Where the reply says how many records there are in all, it goes on until
    /// there, also past pages that are shorter than asked for, since the API may
    /// have a largest size. Without that, a page of another length than asked
    /// for is the last one: a longer one is what an API sends that knows no
    /// pages. An empty page always is the end. So is the same page again, unless
    /// there should be more.
    pub fn page(self) -> Page {
        match self.total {
            _ if self.count < 1.0 => Page::Nothing,
            Some(_) if self.is_repeated => Page::Repeated,
            None if self.is_repeated => Page::Nothing,
            Some(total) if self.offset + self.count < total => Page::More,
            None if self.count.to_bits() == self.limit.to_bits() => Page::More,
            _ => Page::Last,
        }
    }
}

impl Pager {
    /// A list that begins at the params' `offset`, in pages of their `limit`;
    /// without them, at the first record, in pages of [`DEFAULT_PAGE`].
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParams`] for an action that does not answer with a
    /// list or does not take `limit` and `offset`, and for a `limit` of 0.
    pub fn new(spec: &ActionSpec<'_>, params: Params) -> Result<Self, Error> {
        let ReplyShape::List(key) = spec.reply else {
            return Err(refused(spec, "has no pages: it answers with no list"));
        };
        if spec.param(LIMIT).is_none() || spec.param(OFFSET).is_none() {
            return Err(refused(
                spec,
                "has no pages: it takes no `limit` and `offset`",
            ));
        }
        // What is no number is left to the check of the params.
        let number = |name| params.get(name).and_then(whole_number);
        let (limit, offset) = (number(LIMIT), number(OFFSET));
        if limit.is_some_and(|limit| limit < 1) {
            return Err(refused(
                spec,
                "`limit` is the size of a page; expected 1 or more",
            ));
        }
        if offset.is_some_and(|offset| offset < 0) {
            return Err(refused(spec, "`offset` is below 0; expected 0 or more"));
        }
        let of = |number: Option<i64>| number.and_then(|it| u64::try_from(it).ok());
        let mut pager = Self {
            action: spec.id.to_owned(),
            key: key.to_owned(),
            limit: of(limit).unwrap_or(DEFAULT_PAGE.into()),
            offset: of(offset).unwrap_or(0),
            params,
            before: Vec::new(),
        };
        for (name, default) in [(LIMIT, pager.limit), (OFFSET, pager.offset)] {
            if pager.params.get(name).is_none_or(Value::is_null) {
                pager.params.insert(name.to_owned(), default.into());
            }
        }
        Ok(pager)
    }

    /// The list's name in the reply.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The params of the page that is next.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Takes the reply, and turns to the next page; [`Seen::page`] says how it is
    /// found out whether there is one. The total is the reply's `total` or
    /// `totalCount`.
    ///
    /// # Errors
    /// [`ErrorKind::BadReply`] for [`Page::Repeated`].
    pub fn turn(&mut self, reply: &Value) -> Result<Page, Error> {
        let records = reply.get(&self.key).and_then(Value::as_array);
        let records = records.map_or(&[][..], Vec::as_slice);
        let total = ["total", "totalCount"]
            .iter()
            .find_map(|name| reply.get(name)?.as_f64());
        #[expect(clippy::cast_precision_loss, reason = "no list is that long")]
        let seen = Seen {
            count: records.len() as f64,
            limit: self.limit as f64,
            offset: self.offset as f64,
            total,
            is_repeated: records == self.before,
        };
        let page = seen.page();
        if page == Page::Repeated {
            let message = format!(
                "the page at offset {} is the one before it: the API does not heed `offset`; ask \
                 for all at once with a larger `limit`",
                self.offset
            );
            return Err(Error {
                action: Some(self.action.clone()),
                ..Error::new(ErrorKind::BadReply, message)
            });
        }
        self.before = records.to_vec();
        self.offset = self.offset.saturating_add(records.len() as u64);
        self.params.insert(OFFSET.to_owned(), self.offset.into());
        Ok(page)
    }
}

fn refused(spec: &ActionSpec<'_>, why: &str) -> Error {
    let id = spec.id.to_owned();
    Error {
        message: format!("{id}: {why}"),
        action: Some(id),
        ..Error::new(ErrorKind::InvalidParams, "")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::catalogue;

    fn pager(params: &Value) -> Result<Pager, Error> {
        let params = params.as_object().unwrap().clone();
        Pager::new(&catalogue::find("user.getMany").unwrap(), params)
    }

    /// What a server has: records, and how it pages.
    struct Server {
        records: u64,
        total: Option<&'static str>,
        largest: u64,
        heeds_limit: bool,
        heeds_offset: bool,
    }

    impl Server {
        fn of(records: u64) -> Self {
            Self {
                records,
                total: None,
                largest: u64::MAX,
                heeds_limit: true,
                heeds_offset: true,
            }
        }

        fn reply(&self, params: &Params) -> Value {
            let number = |name: &str| whole_number(&params[name]).unwrap().unsigned_abs();
            let from = if self.heeds_offset {
                number("offset")
            } else {
                0
            };
            let limit = if self.heeds_limit {
                number("limit")
            } else {
                u64::MAX
            };
            let to = self
                .records
                .min(from.saturating_add(limit.min(self.largest)));
            let users: Vec<u64> = (from..to).collect();
            let mut reply = json!({ "users": users });
            if let Some(name) = self.total {
                reply[name] = self.records.into();
            }
            reply
        }

        /// The records in their order, and how many requests it took.
        fn read(&self, params: &Value) -> Result<(Vec<u64>, u32), Error> {
            let mut pager = pager(params).unwrap();
            let (mut all, mut requests) = (Vec::new(), 0);
            loop {
                requests += 1;
                assert!(requests < 100, "it does not end");
                let reply = self.reply(pager.params());
                let page = pager.turn(&reply)?;
                if page != Page::Nothing {
                    let users = reply[pager.key()].as_array().unwrap();
                    all.extend(users.iter().map(|it| it.as_u64().unwrap()));
                }
                if page != Page::More {
                    return Ok((all, requests));
                }
            }
        }
    }

    fn all(range: std::ops::Range<u64>) -> Vec<u64> {
        range.collect()
    }

    #[test]
    fn a_list_without_a_total_ends_with_a_short_or_an_empty_page() {
        let read = |records| Server::of(records).read(&json!({ "limit": 10 })).unwrap();
        assert_eq!(read(0), (vec![], 1));
        assert_eq!(read(9), (all(0..9), 1));
        assert_eq!(read(10), (all(0..10), 2));
        assert_eq!(read(25), (all(0..25), 3));
    }

    #[test]
    fn a_list_with_a_total_ends_there_without_a_request_more() {
        for name in ["total", "totalCount"] {
            let server = |records| Server {
                total: Some(name),
                ..Server::of(records)
            };
            let read = |records| server(records).read(&json!({ "limit": 10 })).unwrap();
            assert_eq!(read(0), (vec![], 1));
            assert_eq!(read(10), (all(0..10), 1));
            assert_eq!(read(25), (all(0..25), 3));
        }
    }

    #[test]
    fn a_server_with_a_largest_page_is_read_to_its_total() {
        let server = Server {
            total: Some("total"),
            largest: 4,
            ..Server::of(10)
        };
        assert_eq!(server.read(&json!({})).unwrap(), (all(0..10), 3));
    }

    #[test]
    fn limit_and_offset_of_the_caller_are_heeded() {
        let server = Server::of(100);
        let read = |params| server.read(&params).unwrap();
        assert_eq!(read(json!({})), (all(0..100), 3));
        assert_eq!(
            read(json!({ "limit": 60, "offset": 30 })),
            (all(30..100), 2)
        );
        assert_eq!(read(json!({ "offset": 100 })), (vec![], 1));
        assert_eq!(
            read(json!({ "limit": 200.0, "offset": null })),
            (all(0..100), 1)
        );
    }

    #[test]
    fn a_server_that_knows_no_pages_is_read_once() {
        let server = |records| Server {
            heeds_limit: false,
            heeds_offset: false,
            ..Server::of(records)
        };
        for (records, requests) in [(5, 1), (15, 1), (10, 2)] {
            let read = server(records).read(&json!({ "limit": 10 })).unwrap();
            assert_eq!(read, (all(0..records), requests));
        }
    }

    #[test]
    fn a_server_that_ignores_offset_is_not_asked_for_ever() {
        let server = |total| Server {
            heeds_offset: false,
            total,
            ..Server::of(100)
        };
        let read = server(None).read(&json!({ "limit": 10 }));
        assert_eq!(read.unwrap(), (all(0..10), 2));
        let error = server(Some("total"))
            .read(&json!({ "limit": 10 }))
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::BadReply);
        assert!(error.message.contains("offset 10"), "{error}");
    }

    #[test]
    fn actions_and_params_that_have_no_pages_are_refused() {
        for params in [
            json!({ "limit": 0 }),
            json!({ "limit": -1 }),
            json!({ "offset": -1 }),
        ] {
            assert_eq!(pager(&params).unwrap_err().kind, ErrorKind::InvalidParams);
        }
        for id in [
            "website.get",
            "website.getAnalytics",
            "user.disconnectFromWebsite",
        ] {
            let error = Pager::new(&catalogue::find(id).unwrap(), Params::new()).unwrap_err();
            assert_eq!(error.kind, ErrorKind::InvalidParams);
            assert!(error.message.contains("has no pages"), "{error}");
        }
        // Nonsense is left to the check of the params, which names it.
        assert_eq!(
            pager(&json!({ "limit": "many" })).unwrap().params()["limit"],
            "many"
        );
    }
}
