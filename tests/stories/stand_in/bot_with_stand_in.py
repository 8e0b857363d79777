"""The bot as it is, but for the module its analyst runs."""

import sys

from bot import app
from bot.__main__ import main
from bot.jobs.analysis_process import Analyst

app._analyst = lambda settings: Analyst(
    module="stand_in_analysis",
    timeout_s=settings.analysis_timeout_s,
    rooms=settings.table.absolute(),
)
sys.exit(main())
