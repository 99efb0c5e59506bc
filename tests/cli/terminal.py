"""Runs a command on a terminal: terminal.py <talk> <command> [argument …].

The talk is JSON, a list of [text to wait for, what is then typed]. Prints all that the terminal
shows, and ends as the command does.
"""

import json
import os
import pty
import select
import sys

talk = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

shown = b""
unread = 0
while True:
    ready, _, _ = select.select([terminal], [], [], 30)
    if not ready:
        print(f"nothing comes; still waiting for {talk[:1]}", file=sys.stderr)
        os.kill(child, 9)
        break
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        # That is how a terminal ends on Linux.
        break
    if not chunk:
        break
    shown += chunk
    if talk and (at := shown.find(talk[0][0].encode(), unread)) >= 0:
        unread = at + len(talk[0][0].encode())
        os.write(terminal, talk.pop(0)[1].encode())

sys.stdout.buffer.write(shown)
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))
