// Package rows validates files of rows: JSON (one object, or an array of them), JSON lines and CSV, each row through the
// generated decoder of its type. [Main] is that as a command, which typedml validate builds around a type of the user's.
package rows
