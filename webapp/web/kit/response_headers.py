"""Header values that pages choose among: content security policies, and addresses that are secret."""

WITHOUT_SCRIPT = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""The content security policy of everything without another one."""

READ_ALOUD = f"{WITHOUT_SCRIPT}; script-src 'self'"
"""The policy of patients' pages: scripts read aloud and send six words by Enter; none reaches a server."""

WITH_SCRIPT = f"{WITHOUT_SCRIPT}; script-src 'self'; connect-src 'self'"
"""The policy of staff pages and kiosks, whose script calls this server only."""

FRAMING = f"{WITH_SCRIPT}; frame-src 'self'"
"""The policy of the end screen of a kiosk, which prints the report from a frame."""

FRAMED = WITHOUT_SCRIPT.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
"""The policy of the report in that frame."""

NO_REFERRER = {"Referrer-Policy": "no-referrer"}  # for pages whose address is a key: no other site learns it
RETRY_SECONDS = 10  # Retry-After of a server that has too much to do
