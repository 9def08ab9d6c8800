//! Standard output, buffered, with what is known of it: whether it takes colour, how wide it is. Also how a command fails.

use std::fmt;
use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::Style;
use serde::Serialize;

/// Bytes that are gathered before they are written.
const BUFFER: usize = 64 * 1024;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of the output closed it.
    Closed,
    /// Something to tell on standard error.
    Said(String),
}

impl Failure {
    pub(crate) fn said(message: impl Into<String>) -> Self {
        Self::Said(message.into())
    }

    /// A file that could not be opened, read or written.
    pub(crate) fn file(doing: &str, name: &str, error: &io::Error) -> Self {
        Self::Said(format!("can't {doing} {name}: {error}"))
    }
}

/// Errors of standard output; those of files are told with the file's name, by [`Failure::file`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Said(format!("can't write to standard output: {error}"))
        }
    }
}

/// Standard output.
pub(crate) struct Out {
    to: BufWriter<Box<dyn Write>>,
    colour: bool,
    width: Option<usize>,
    /// The line of JSON that is being written; kept for its memory.
    line: Vec<u8>,
}

impl Out {
    pub(crate) fn stdout() -> Self {
        let stdout = io::stdout();
        let colour = AutoStream::choice(&stdout) != ColorChoice::Never;
        let width = stdout.is_terminal().then(|| comfy_table::Table::new().width()).flatten();
        // Without colour nothing here writes any, so there is nothing to strip.
        let raw: Box<dyn Write> =
            if colour { Box::new(AutoStream::auto(stdout.lock())) } else { Box::new(stdout.lock()) };
        Self { to: BufWriter::with_capacity(BUFFER, raw), colour, width: width.map(usize::from), line: Vec::new() }
    }

    /// Whether colour is wanted.
    pub(crate) fn colour(&self) -> bool {
        self.colour
    }

    /// Columns of the terminal; none where the output goes elsewhere.
    pub(crate) fn width(&self) -> Option<usize> {
        self.width
    }

    /// A style, or none where colour isn't wanted.
    pub(crate) fn style(&self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }

    /// Text in a style.
    pub(crate) fn painted<T: fmt::Display>(&self, style: Style, text: T) -> Painted<T> {
        Painted { style: self.style(style), text }
    }

    /// A value as a line of JSON.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, value).map_err(io::Error::from)?;
        self.line.push(b'\n');
        self.to.write_all(&self.line)?;
        Ok(())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Text in a style.
pub(crate) struct Painted<T> {
    style: Style,
    text: T,
}

impl<T: fmt::Display> fmt::Display for Painted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = self.style;
        write!(f, "{style}{}{style:#}", self.text)
    }
}
