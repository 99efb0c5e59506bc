"""Signs requests as a scheme says, with nothing but Python's own library.

A request a line on stdin, as JSON; on stdout a list of codes a line: the one that a
sender makes, and those of other spellings of the URL that a receiver takes as well.
For ed25519, which Python has not, the messages in hexadecimal digits.
"""

import base64
import hashlib
import hmac
import json
import re
import sys
import urllib.parse

HUBSPOT_DECODES = "3A 2F 3F 40 21 24 27 28 29 2A 2C 3B".split()


def key_of(secret, form):
    if form == "hex":
        return bytes.fromhex(secret)
    if form in ("base64", "whsec"):
        text = secret.removeprefix("whsec_") if form == "whsec" else secret
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    return secret.encode()


def url_decoded(url):
    def plain(match):
        return chr(int(match[1], 16))

    return re.sub("%(" + "|".join(HUBSPOT_DECODES) + ")", plain, url)


def url_and_form(request):
    pairs = urllib.parse.parse_qsl(request["body"].decode(), keep_blank_values=True)
    form = "".join(name + value for name, value in sorted(set(pairs)))
    scheme, host, *rest = urllib.parse.urlsplit(request["url"])
    name = re.sub(r":\d+$", "", host)
    port = {"http": ":80", "https": ":443"}[scheme] if name == host else host[len(name) :]
    urls = [urllib.parse.urlunsplit((scheme, it, *rest)) for it in (name, name + port)]
    return [(url + form).encode() for url in urls]


def stamp(request):
    millis = request["millis"]
    return str(millis if request["unit"] == "milliseconds" else millis // 1000)


PARTS = {
    "id": lambda request: [request["id"].encode()],
    "timestamp": lambda request: [stamp(request).encode()],
    "body": lambda request: [request["body"]],
    "method": lambda request: [request["method"].encode()],
    "url": lambda request: [request["url"].encode()],
    "url-decoded": lambda request: [url_decoded(request["url"]).encode()],
    "url-and-form": url_and_form,
}


def messages(request):
    found = [b""]
    for part in request["signed"]:
        ways = [part["text"].encode()] if "text" in part else PARTS[part["part"]](request)
        found = [before + way for before in found for way in ways]
    return found


def code(request, message):
    algorithm = request["algorithm"]
    key = key_of(request["secret"], request["form"])
    if algorithm == "sha256":
        return hashlib.sha256(key + message).digest()
    return hmac.new(key, message, algorithm.removeprefix("hmac-")).digest()


ENCODINGS = {
    "hex": lambda code: code.hex(),
    "base64": lambda code: base64.b64encode(code).decode(),
    "base64url": lambda code: base64.urlsafe_b64encode(code).decode().rstrip("="),
}


def answer(request):
    request["body"] = bytes.fromhex(request["body"])
    if request["algorithm"] == "ed25519":
        return [message.hex() for message in messages(request)]
    encode = ENCODINGS[request["encoding"]]
    return [encode(code(request, message)) for message in messages(request)]


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
