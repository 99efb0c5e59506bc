//! The headers of a request, with what HTTP says about them: names in any case,
//! and any name more than once.

/// The headers of a request. Names are looked up in any case; what came twice is
/// there twice.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// All names and values, one after the other: two places in memory for any
    /// number of headers.
    text: String,
    /// How long each name and its value are.
    lengths: Vec<(usize, usize)>,
}

impl Headers {
    /// From names and values, in the order in which they came. Values are taken
    /// as they are.
    pub fn new<N, V>(pairs: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: AsRef<str>,
        V: AsRef<str>,
    {
        let mut headers = Self::default();
        for (name, value) in pairs {
            let (name, value) = (name.as_ref(), value.as_ref());
            headers.text.push_str(name);
            headers.text.push_str(value);
            headers.lengths.push((name.len(), value.len()));
        }
        headers
    }

    /// The first value of that name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of that name, in the order in which they came.
    pub fn all<'h>(&'h self, name: &str) -> impl Iterator<Item = &'h str> {
        self.pairs()
            .filter(move |(other, _)| other.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = self.text.as_str();
        self.lengths.iter().map_while(move |(name, value)| {
            let (this, after) = rest.split_at_checked(name + value)?;
            rest = after;
            this.split_at_checked(*name)
        })
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        Self::new(pairs)
    }
}

/// Names only: a value can be a token.
impl std::fmt::Debug for Headers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list()
            .entries(self.pairs().map(|(name, _)| name))
            .finish()
    }
}
