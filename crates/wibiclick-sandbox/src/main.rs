//! `wibiclick-sandbox [--port N] [--api-key KEY] [--store FILE] [--now TIME]`: the
//! sandbox until Ctrl-C.

use std::{env, process::ExitCode};

use wibiclick_sandbox::{Options, Sandbox};

const USAGE: &str =
    "usage: wibiclick-sandbox [--port N] [--api-key KEY] [--store FILE] [--now TIME]

  --port N        the port on loopback; without it, one that is free
  --api-key KEY   the key that it takes; without it, sandbox-key
  --store FILE    keeps everything in this file, and goes on with it
  --now TIME      what time it is there, always; without it, 2026-01-15T09:00:00Z";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = match options(env::args().skip(1)) {
        Ok(options) => options,
        Err(wrong) => {
            eprintln!("{wrong}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match Sandbox::start(options).await {
        Ok(sandbox) => {
            println!("listening on {}", sandbox.url());
            // Without a way to hear of Ctrl-C, the signal ends the process itself.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the sandbox cannot start: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--port" => {
                let port = value()?;
                options.port = port
                    .parse()
                    .map_err(|_| format!("--port is {port:?}; expected a number up to 65535"))?;
            }
            "--api-key" => options.api_key = value()?,
            "--store" => options.file = Some(value()?.into()),
            "--now" => options.now = value()?,
            _ => return Err(format!("there is no option {argument:?}")),
        }
    }
    if options.api_key.is_empty() {
        return Err("--api-key is empty".to_owned());
    }
    Ok(options)
}
