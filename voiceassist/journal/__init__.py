"""The record on disk: store, migrations, queries."""
