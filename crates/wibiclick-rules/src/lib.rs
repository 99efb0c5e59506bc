//! Rules: an event to the WibiClick actions it calls for.
