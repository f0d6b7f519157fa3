// Package job makes a program out of tasks that a scheduler runs, each in a process of its own: Databricks Workflows, cron,
// or a shell. The configuration is a tagged struct; the scheduler's parameters arrive in it, validated.
//
//	func main() {
//		os.Exit(job.Main(os.Args[1:],
//			job.Step[Config]{Task: job.Task{Key: "load"}, Run: load},
//			job.Step[Config]{Task: job.Task{Key: "train", DependsOn: []string{"load"}, Retries: 2}, Run: train},
//		))
//	}
//
// The program runs one task with --task train, and all of them in order without. Parameters are NAME=VALUE, where a field
// of a nested record is named by its path: train training_config.learning_rate=0.2. What is wrong with them is told with
// the path, all at once, and nothing is run.
//
// Tasks are plain values: pipeline/bundle writes a Databricks Asset Bundle from what the program says of itself with
// --describe. What one task makes for another lies where both look: a feature table, an MLflow run.
package job

//go:generate go run github.com/typedml/typedml/cmd/typedml generate
