#!/bin/sh
# Makes the corpora that fuzzing starts with, of the payloads and of what is
# written in the tests: `fuzz/seed.sh`, then `cargo +nightly fuzz run receive`.
set -eu
cd "$(dirname "$0")"

for target in forms headers receive templates hooks_toml; do
    mkdir -p "corpus/$target"
done

# A choice of media type in the first byte, then the body.
find ../tests/payloads -type f ! -name INDEX.md | while read -r payload; do
    name=$(echo "${payload#../tests/payloads/}" | tr / -)
    for choice in 0 1; do
        { printf %s "$choice"; cat "$payload"; } >"corpus/receive/$choice-$name"
    done
    cp "$payload" "corpus/forms/$name"
    cp "$payload" "corpus/headers/$name"
done

cp ../hooks.toml corpus/hooks_toml/project
cp ../tests/hooks.toml corpus/hooks_toml/tests

seed() {
    cat >"corpus/templates/$1"
}
seed code <<'END'
{"algorithm":"hmac-sha256","header":"x-code","encoding":"hex","prefix":"v1=","separator":",","signed":"{timestamp}.{body}","timestamp":{"header":"x-code","separator":",","prefix":"t=","unit":"seconds","toleranceSeconds":300},"body":{}}
END
seed all-parts <<'END'
{"algorithm":"hmac-sha1","header":["x-code","x-other"],"encoding":"base64url","secret":"hex","signed":"v0:{id}.{timestamp}.{method}{url}{url-decoded}{body}","id":"x-id","timestamp":{"header":"x-time","unit":"milliseconds","tolerance_seconds":1},"body":"x"}
END
seed form <<'END'
{"algorithm":"hmac-sha512","header":"x-code","encoding":"base64","secret":"base64","signed":"{url-and-form}","body":"a=1&b=2"}
END
seed ed25519 <<'END'
{"algorithm":"ed25519","header":"x-signature","encoding":"base64","prefix":"v1a,","separator":" ","secret":"whpk"}
END
seed token <<'END'
{"algorithm":"token","header":"authorization","prefix":"Bearer "}
END
seed custom <<'END'
{"scheme":{"algorithm":"sha256","header":"x-code","encoding":"hex","secret":"whsec","id":"x-id"},"event":{"batch":"value[].items[]","id":"[nr=1].id|id","type":"list[0].what","occurredAt":"at","effectiveAt":"from","subject":{"email":"who[id=@main].mail","id":"a.b[type=x].c","login":"l","name":"n"},"signals":{"gone":"person.left"}},"body":{"value":[{"items":[{"id":7,"at":"2026-01-31T18:42:00+0000","who":[{"id":1,"mail":"jane@example.com"}],"main":1}]}]}}
END
seed custom-form <<'END'
{"scheme":{"algorithm":"token","header":"x-token"},"event":{"form":true,"typeHeader":"x-event"},"body":{}}
END
