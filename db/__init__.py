"""The central database: models, migrations, queries, the projection of facts, sample data."""
