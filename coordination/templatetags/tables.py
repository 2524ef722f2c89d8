"""One template tag: a table that was declared in Python, with its search, its heads, its pages and its file."""

from django import template
from django.template import Context
from django.template.loader import get_template

from mou.foundation.tables.table import AnyTable

register = template.Library()


@register.simple_tag(takes_context=True, name="table")
def draw_table(context: Context, shown: AnyTable) -> str:
    """Draw a table. The templates of its cells know what the page knows, and `row` and `value`."""
    known = {str(name): value for name, value in context.flatten().items()}
    return get_template("tables/table.html").render({**known, "table": shown})
