//! The derive that makes an action out of a struct.
