// Package sqlite is the embedded back end of mlflow: a database file that the real MLflow server of the same version
// opens as its own, without a migration, and a folder of artifacts beside it. Importing it registers the scheme sqlite.
//
//	sqlite:///mlflow.db          relative to the working directory
//	sqlite:////data/mlflow.db    absolute
//	sqlite:///mlflow.db?timeout=5    seconds to wait for a lock; default 20, as MLflow waits
//
// Artifacts lie in the folder mlartifacts beside the file (or [mlflow.WithArtifactRoot]), in the layout that a
// server reads when it is started on the two:
//
//	mlflow server --backend-store-uri sqlite:///mlflow.db --artifacts-destination ./mlartifacts
//
// Both may be open at once. MLflow leaves SQLite's journal mode at its default (a rollback journal, no WAL) and so
// does this package: a change of mode would stay in the file and needs shared memory, which network folders lack.
// Writers take turns through SQLite's own lock; each method is one transaction, begun with the write lock, so that
// it either happens as a whole or not at all.
//
// The schema of each known MLflow version is embedded, with its alembic revision. A file of another revision is
// refused by name: MLflow would refuse what an unmatched writer leaves there.
package sqlite
