// Package bundle writes a Databricks Asset Bundle for a job's program: databricks.yml with the job, its tasks, schedule,
// parameters and the targets dev and prod; the program itself, built for linux on amd64 and arm64; and a small Python
// launcher, because Databricks has no task that is a Go program.
//
//	params, err := job.Parameters(&cfg)                        // the validated configuration becomes the job's parameters
//	b := bundle.Bundle{
//		Name: "churn", Job: description, Parameters: params, Volume: "/Volumes/main/ml/jobs",
//		Schedule: &bundle.Schedule{Cron: "0 0 2 * * ?", Timezone: "Europe/Berlin"},
//	}
//	err = bundle.Write(ctx, &b, bundle.Options{Dir: "bundle", Package: "./cmd/churn"})
//
// [Main] is the whole as a command, which "typedml bundle" runs for a configuration of yours. The programs are uploaded to
// a volume, the rest is deployed by the Databricks CLI or created by "typedmlctl jobs create". The launcher takes the
// program of the machine that it runs on, checks that it is the one that the job was written for, and becomes it: the
// job's parameters, SIGTERM and the exit code pass through.
package bundle

//go:generate go run github.com/typedml/typedml/cmd/typedml generate
