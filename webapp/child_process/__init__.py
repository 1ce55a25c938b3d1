"""Child processes that work for the server, each on one message at a time. See README.md."""

from webapp.child_process.child import ChildProcess
from webapp.child_process.fair_queue import FairQueue, QueueBusy
from webapp.child_process.file_process import FileProcess, FileReader
