"""Where Django looks for records; a model, in our speech, is a statistical one."""

from treue.loop import records as records
