// Command churn-job is the job of the tests.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/typedml/typedml/pipeline/bundle/internal/churn"
	"github.com/typedml/typedml/pipeline/job"
)

func main() {
	os.Exit(job.Main(os.Args[1:],
		job.Step[churn.Config]{Task: job.Task{Key: "load", Description: "Reads the rows."}, Run: say},
		job.Step[churn.Config]{
			Task: job.Task{
				Key: "train", DependsOn: []string{"load"}, Retries: 2, RetryInterval: time.Minute, RetryOnTimeout: true, Timeout: time.Hour,
			},
			Run: say,
		},
		job.Step[churn.Config]{Task: job.Task{Key: "alert", DependsOn: []string{"train"}, RunIf: job.AtLeastOneFailed}, Run: say},
	))
}

// say prints the configuration and ends as it says.
func say(ctx context.Context, c *churn.Config) error {
	text, err := c.AppendJSON(nil)
	if err != nil {
		return err
	}
	fmt.Println(string(text))
	switch c.End {
	case churn.Fail:
		return errors.New("the table has no rows")
	case churn.Wait:
		fmt.Println("waiting", os.Getpid())
		<-ctx.Done()
		fmt.Println("drained")
		return context.Cause(ctx)
	}
	return nil
}
