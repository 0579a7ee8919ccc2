"""Where Django looks for records; a model, in our speech, is a statistical one."""

from treue.web import records as records
