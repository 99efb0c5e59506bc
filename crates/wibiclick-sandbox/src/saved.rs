//! The file in which a sandbox keeps its world, if it is told to.

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::world::World;

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// It cannot be read or written.
    #[error("{} cannot be used: {error}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// It holds something else.
    #[error(
        "{} holds no sandbox: {error}; it is left as it is: move it away to start anew",
        .path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: serde_json::Error,
    },
}

/// The world in the file; none if there is no such file.
pub(crate) fn load(path: &Path) -> Result<Option<World>, SavedError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(io_error(path, error)),
    };
    let world = serde_json::from_str(&text).map_err(|error| SavedError::Damaged {
        path: path.to_owned(),
        error,
    })?;
    Ok(Some(world))
}

/// Writes the whole file beside the old one, which it then replaces: whoever
/// ends the sandbox in between finds one of both.
pub(crate) fn save(path: &Path, world: &World) -> Result<(), SavedError> {
    let text = serde_json::to_string(world).map_err(|error| SavedError::Damaged {
        path: path.to_owned(),
        error,
    })?;
    replace(path, text.as_bytes()).map_err(|error| io_error(path, error))
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // Longer than the file's own name, so that it is never the file itself.
    let mut beside = OsString::from(path);
    beside.push(".new");
    let mut file = File::create(&beside)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

fn io_error(path: &Path, error: io::Error) -> SavedError {
    SavedError::Io {
        path: path.to_owned(),
        error,
    }
}
