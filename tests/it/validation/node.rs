//! JSON as it stands in the text: members in their order, a key as often as it stands there, numbers as they are
//! written, and where each value begins and ends.

/// A value and its place in the text.
pub struct Node {
    /// Where it begins.
    pub at: usize,
    /// Where its last character is.
    pub end: usize,
    /// What it is.
    pub form: Form,
}

/// What a value is.
pub enum Form {
    Null,
    Boolean(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Members(Vec<(String, Node)>),
}

impl Node {
    /// Reads a text that is one JSON value and nothing else.
    pub fn read(text: &str) -> Option<Node> {
        let mut reader = Reader { text, at: 0 };
        let node = reader.value()?;
        reader.blanks();
        (reader.at == text.len()).then_some(node)
    }

    pub fn is_null(&self) -> bool {
        matches!(self.form, Form::Null)
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn take(&mut self, token: &str) -> Option<()> {
        self.rest().starts_with(token).then(|| self.at += token.len())
    }

    fn value(&mut self) -> Option<Node> {
        self.blanks();
        let at = self.at;
        let form = match self.rest().chars().next()? {
            '{' => self.members()?,
            '[' => self.list()?,
            '"' => Form::Text(self.string()?),
            'n' => self.take("null").map(|()| Form::Null)?,
            't' => self.take("true").map(|()| Form::Boolean(true))?,
            'f' => self.take("false").map(|()| Form::Boolean(false))?,
            _ => Form::Number(self.number()?),
        };
        Some(Node { at, end: self.at - 1, form })
    }

    fn members(&mut self) -> Option<Form> {
        let mut members = Vec::new();
        self.take("{")?;
        self.blanks();
        if self.take("}").is_some() {
            return Some(Form::Members(members));
        }
        loop {
            self.blanks();
            let key = self.string()?;
            self.blanks();
            self.take(":")?;
            members.push((key, self.value()?));
            self.blanks();
            if self.take("}").is_some() {
                return Some(Form::Members(members));
            }
            self.take(",")?;
        }
    }

    fn list(&mut self) -> Option<Form> {
        let mut elements = Vec::new();
        self.take("[")?;
        self.blanks();
        if self.take("]").is_some() {
            return Some(Form::List(elements));
        }
        loop {
            elements.push(self.value()?);
            self.blanks();
            if self.take("]").is_some() {
                return Some(Form::List(elements));
            }
            self.take(",")?;
        }
    }

    /// From one quotation mark to the next that no backslash stands before; `serde_json` reads what is between them.
    fn string(&mut self) -> Option<String> {
        let from = self.at;
        self.take("\"")?;
        loop {
            let next = self.rest().chars().next()?;
            self.at += next.len_utf8();
            match next {
                '"' => return serde_json::from_str(&self.text[from..self.at]).ok(),
                '\\' => self.at += self.rest().chars().next()?.len_utf8(),
                _ => {}
            }
        }
    }

    fn digits(&mut self) -> Option<()> {
        let left = self.rest().trim_start_matches(|c: char| c.is_ascii_digit());
        let count = self.rest().len() - left.len();
        self.at += count;
        (count > 0).then_some(())
    }

    fn number(&mut self) -> Option<String> {
        let from = self.at;
        let _ = self.take("-");
        if self.take("0").is_none() {
            self.digits()?;
        }
        if self.take(".").is_some() {
            self.digits()?;
        }
        if self.take("e").or_else(|| self.take("E")).is_some() {
            let _ = self.take("+").or_else(|| self.take("-"));
            self.digits()?;
        }
        Some(self.text[from..self.at].to_owned())
    }
}
