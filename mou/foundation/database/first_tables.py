"""A first migration: every table of an app in one step."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class FirstTables(migrations.Migration):
    """A migration that does nothing but create models.

    After each new model Django makes anew, in memory, every model that is related to it. Most of ours are related to a
    person, so each would be made anew for each other. Here those of one migration are made together, once, beside what
    is there: a model that was there stays the same, whichever model refers to it now.
    """

    initial = True

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: FBT001, FBT002 - Django's
    ) -> ProjectState:
        """Create the tables, and return the state that knows them."""
        apps, there = project_state.apps, set(project_state.models)
        # A state without its models takes notes alone.
        del project_state.apps
        self.mutate_state(project_state, preserve=False)
        apps.render_multiple([model for key, model in project_state.models.items() if key not in there])
        project_state.apps = apps
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state
