"""Where Django looks for records; a model, in our speech, is a statistical one."""

from treue.api import records as records
