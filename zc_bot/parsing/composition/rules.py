"""The grammar of questions that are put together: a rule is a row of `tables/`, its examples beside it.

Scope comes from order and nesting. Only a rule that lists an operator's category may use it up.
"""

from __future__ import annotations

from zc_bot.parsing.composition.chart import Grammar
from zc_bot.parsing.composition.tables.conditions import CONDITIONS
from zc_bot.parsing.composition.tables.questions import QUESTIONS
from zc_bot.parsing.composition.tables.sets import SETS
from zc_bot.parsing.composition.tables.topics import TOPICS
from zc_bot.parsing.composition.tables.unary import UNARY

RULES = (*TOPICS, *CONDITIONS, *SETS, *QUESTIONS)
GRAMMAR = Grammar(RULES, UNARY)
